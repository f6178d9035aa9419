/// A row of the command table, which describes an option for the parser and the help.
struct OptionDescription: Equatable, Sendable {
  /// The id of an option in code; the raw value is its long name.
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

  /// A heading of the help, in the order of the help; the raw value is its text.
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

  enum Kind: Equatable, Sendable {
    case stageName
    /// The name of a stage, or the path of a file that a stage makes.
    case stageNameOrOutput
    case folder
    case file
    /// The name and the amount of a resource: `api=3`, `memory=8GB`.
    case resourceAmount
    /// A text such as `top=20`, which the tool checks once it knows the declared parameters.
    case parameterSetting
    case wholeNumber(ClosedRange<Int>)
    /// A number of seconds, or a number with a unit: `90`, `90s`, `5m`, `1h`.
    case duration
    /// A text for people.
    case sentence
    case oneOf([String])
    /// One or more of these words, separated by commas.
    case someOf([String])
  }

  let key: Key
  let short: Character?
  /// Nil for a flag.
  private(set) var value: Value?
  /// Whether the option may occur several times with different values.
  private(set) var isRepeatable = false
  private(set) var group = Group.other
  let verbs: Set<Verb>
  /// One line about its effect.
  let summary: String
  /// The same for `clean`, if the effect differs there.
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

  /// Returns the option with another effect for `clean`.
  func forClean(_ summary: String) -> Self {
    var option = self
    option.cleanSummary = summary
    return option
  }

  /// Returns the option under a heading of the help.
  func `in`(_ group: Group) -> Self {
    var option = self
    option.group = group
    return option
  }

  /// The long name, without its dashes; nil for the one option that has none.
  var long: String? { key == .directory ? nil : key.rawValue }
}
