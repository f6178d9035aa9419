/// A row of the command table: the description of an option for the parser and the help.
struct OptionDescription: Equatable, Sendable {
  /// The identity of an option, for the code that acts on it; the raw value is its long name.
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

  /// The value of an option.
  struct Value: Equatable, Sendable {
    /// The placeholder in the help, such as `NAME`.
    let placeholder: String
    let kind: Kind
  }

  /// The kind of a value.
  enum Kind: Equatable, Sendable {
    /// The name of a stage.
    case stageName
    /// The name of a stage, or the path of a file that a stage makes.
    case stageNameOrOutput
    case folder
    case file
    /// The name and the amount of a resource: `api=3`, `memory=8GB`.
    case resourceAmount
    /// The name and the value of a parameter, such as `top=20`.
    ///
    /// The tool checks it once it knows the declared parameters.
    case parameterSetting
    /// A whole number within bounds.
    case wholeNumber(ClosedRange<Int>)
    /// A text for people.
    case sentence
    /// One of a few words.
    case oneOf([String])
    /// Some of a few words, with commas between them.
    case someOf([String])
  }

  let key: Key
  /// The short name, without its dash.
  let short: Character?
  /// The value; nil for a flag.
  private(set) var value: Value?
  /// Whether several values add up.
  private(set) var isRepeatable = false
  /// The heading in the help.
  private(set) var group = Group.other
  /// The verbs that have the option.
  let verbs: Set<Verb>
  /// One line about its effect.
  let summary: String
  /// The same for `clean`, if the effect differs there.
  private(set) var cleanSummary: String?

  /// Describes a flag of `run`, or of other verbs.
  init(_ key: Key, short: Character? = nil, of verbs: Set<Verb> = [.run], _ summary: String) {
    self.key = key
    self.short = short
    self.verbs = verbs
    self.summary = summary
  }

  /// Returns the option with a value.
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
