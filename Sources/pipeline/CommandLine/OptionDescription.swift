internal import PipelinePlanning

/// A row of the command table, which describes an option for the parser and the help.
struct OptionDescription: Equatable, Sendable {
  /// The id of an option in code; the raw value is the long name of the option.
  enum Key: String, CaseIterable, Sendable {
    case all
    case stage
    case from
    case to
    case downstream
    case failed
    case force
    case dryRun = "dry-run"
    case check
    case listStages = "list-stages"
    case jobs
    case resource
    case set
    case keepGoing = "keep-going"
    case failFast = "fail-fast"
    case wait
    case reason
    case runs
    case kept
    case obsolete
    case yes
    case quiet
    case verbose
    case state
    case last
    case follow
    case output
    case file
    case json
    case color
    case directory
    case manifest
    case manifestTimeout = "manifest-timeout"
    case optimize
    case help
    case version
  }

  /// A heading of the help; the cases are in the order of the help.
  enum Group: String, CaseIterable, Sendable {
    case selection = "which stages"
    case running = "running"
    case parameters = "parameters"
    case asking = "instead of running"
    case telling = "status, why and log"
    case changing = "accept and clean"
    case showing = "output"
    case place = "location"
    case other = "other"
  }

  struct Value: Equatable, Sendable {
    /// The placeholder in the help, such as `NAME`.
    let placeholder: String
    let kind: Kind
  }

  let key: Key
  let short: Character?
  /// Nil for a flag.
  private(set) var value: Value?
  /// Whether the option may occur several times with different values.
  private(set) var isRepeatable = false
  private(set) var group = Group.other
  let verbs: Set<Verb>
  /// The effect of the option, in one line.
  let summary: String
  /// The summary for `clean`; nil if the option has the same effect there.
  private(set) var cleanSummary: String?

  /// Describes a flag; `taking(_:_:isRepeatable:)` turns it into an option with a value.
  init(_ key: Key, short: Character? = nil, of verbs: Set<Verb> = [.run], _ summary: String) {
    self.key = key
    self.short = short
    self.verbs = verbs
    self.summary = summary
  }

  func taking(_ placeholder: String, _ kind: Kind, isRepeatable: Bool = false) -> Self {
    var option = self
    option.value = Value(placeholder: placeholder, kind: kind)
    option.isRepeatable = isRepeatable
    return option
  }

  func forClean(_ summary: String) -> Self {
    var option = self
    option.cleanSummary = summary
    return option
  }

  func `in`(_ group: Group) -> Self {
    var option = self
    option.group = group
    return option
  }

  /// The long name, without its dashes; nil for `-C`, which has none.
  var long: String? { key == .directory ? nil : key.rawValue }
}

extension OptionDescription {
  /// A kind of values: its description in messages, and the test that a value must pass.
  struct Kind: Equatable, Sendable {
    let words: String
    let example: String
    /// The permitted words; empty if there is no such list.
    var choices: [String] = []
    /// Whether a value is one or more of the choices, separated by commas.
    var isList = false
    /// Whether a text is a possible value; a later check decides whether it names something that exists.
    var admits: @Sendable (String) -> Bool = { !$0.isEmpty }

    static func == (left: Kind, right: Kind) -> Bool {
      (left.words, left.example) == (right.words, right.example)
    }

    /// Returns the value that the user probably meant; nil if none is similar.
    func nearest(to text: String) -> String? {
      let members = isList ? Self.members(of: text) : [text]
      let nearest = members.map { nearestName(to: $0, among: choices) }
      return nearest.contains(nil) ? nil : nearest.compactMap(\.self).joined(separator: ",")
    }

    static func members(of text: String) -> [String] {
      text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }
}

extension OptionDescription.Kind {
  static let stageName = Self(words: "the name of a stage", example: "plot")
  static let stageNameOrOutput = Self(
    words: "the name of a stage, or a file that a stage makes",
    example: "plot"
  )
  static let folder = Self(words: "a folder", example: "study")
  static let file = Self(words: "a file", example: "graph.json")
  static let resourceAmount = Self(
    words: "a name, `=`, and a whole number; for memory a size such as `8GB`",
    example: "api=3"
  ) { ResourceSetting($0) != nil }
  /// A text such as `top=20`, which the tool checks once it knows the declared parameters.
  static let parameterSetting = Self(
    words: "the name of a parameter, `=`, and a value",
    example: "top=20"
  ) { _ in true }
  static let sentence = Self(words: "a text that says why", example: "\"comment only\"") { text in
    text.contains { !$0.isWhitespace }
  }

  static func wholeNumber(_ range: ClosedRange<Int>) -> Self {
    Self(
      words: "a whole number from \(range.lowerBound) to \(range.upperBound)",
      example: "\(min(max(4, range.lowerBound), range.upperBound))"
    ) { naturalNumber($0).map(range.contains) ?? false }
  }

  static let duration = Self(
    words: "a number of seconds, or a number with `s`, `m` or `h`",
    example: "5m"
  ) { Duration(written: $0) != nil }

  static func oneOf(_ words: [String]) -> Self {
    let separator = words.count > 1 ? " or " : ""
    return Self(
      words: words.dropLast().joined(separator: ", ") + separator + (words.last ?? ""),
      example: words.first ?? "",
      choices: words
    ) { words.contains($0) }
  }

  static func someOf(_ words: [String]) -> Self {
    Self(
      words: "one or more of \(words.joined(separator: ", ")), separated by commas",
      example: words.first ?? "",
      choices: words,
      isList: true
    ) { members(of: $0).allSatisfy(words.contains) }
  }
}
