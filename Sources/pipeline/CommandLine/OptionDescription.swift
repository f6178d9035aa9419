/// An option as parser and help know it: one row of the command table.
struct OptionDescription: Equatable, Sendable {
  /// Which option it is, for the code that acts on it; the raw value is its long name.
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
    case help
    case version
  }

  /// The heading of the help it stands under, in the order of the help.
  enum Group: String, CaseIterable, Sendable {
    case selection = "which stages"
    case running = "how they run"
    case parameters = "parameters"
    case asking = "asking instead of running"
    case telling = "status, why and log"
    case changing = "accept and clean"
    case showing = "what is shown"
    case place = "where"
    case other = "other"
  }

  /// The value an option takes.
  struct Value: Equatable, Sendable {
    /// What stands for it in the help, such as `NAME`.
    let placeholder: String
    /// What it may be.
    let kind: Kind
  }

  /// What a value may be.
  enum Kind: Equatable, Sendable {
    /// The name of a stage.
    case stageName
    /// The name of a stage, or the path of a file that a stage makes.
    case stageNameOrOutput
    /// A folder.
    case folder
    /// A file.
    case file
    /// A resource and how much of it there is: `api=3`, `memory=8GB`.
    case resourceAmount
    /// A parameter and its value: `top=20`; judged when the parameters are known.
    case parameterSetting
    /// A whole number within bounds.
    case wholeNumber(ClosedRange<Int>)
    /// Words of a person, for people.
    case sentence
    /// One of a few words.
    case oneOf([String])
    /// Some of a few words, with commas between them.
    case someOf([String])
  }

  /// Which option it is.
  let key: Key
  /// Its short name, without the dash.
  let short: Character?
  /// The value it takes; nil for a flag.
  private(set) var value: Value?
  /// Whether several of them add up.
  private(set) var isRepeatable = false
  /// The heading it stands under.
  private(set) var group = Group.other
  /// The verbs that know it.
  let verbs: Set<Verb>
  /// One line that says what it does.
  let summary: String

  /// Describes a flag of the verb `run`, or of these verbs.
  init(_ key: Key, short: Character? = nil, of verbs: Set<Verb> = [.run], _ summary: String) {
    self.key = key
    self.short = short
    self.verbs = verbs
    self.summary = summary
  }

  /// The option with a value; the placeholder stands for it in the help.
  func taking(_ placeholder: String, _ kind: Kind, isRepeatable: Bool = false) -> Self {
    var option = self
    option.value = Value(placeholder: placeholder, kind: kind)
    option.isRepeatable = isRepeatable
    return option
  }

  /// The option under a heading of the help.
  func `in`(_ group: Group) -> Self {
    var option = self
    option.group = group
    return option
  }

  /// Its long name, without dashes; one option has none.
  var long: String? { key == .directory ? nil : key.rawValue }
}
