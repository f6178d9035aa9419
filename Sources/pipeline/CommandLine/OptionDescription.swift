/// An option as parser and help know it: one row of the command table.
struct OptionDescription: Equatable, Sendable {
  /// Which option it is, for the code that acts on it.
  enum Key: CaseIterable, Sendable {
    case all
    case stage
    case from
    case to
    case downstream
    case failed
    case force
    case dryRun
    case check
    case listStages
    case jobs
    case resource
    case set
    case keepGoing
    case failFast
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
  /// Its long name, without dashes.
  let long: String?
  /// Its short name, without the dash.
  let short: Character?
  /// The value it takes; nil for a flag.
  let value: Value?
  /// Whether several of them add up.
  let isRepeatable: Bool
  /// The heading it stands under.
  let group: Group
  /// The verbs that know it.
  let verbs: Set<Verb>
  /// One line that says what it does.
  let summary: String

  /// Describes an option; what most options lack may be left out.
  init(
    _ key: Key,
    _ long: String?,
    short: Character? = nil,
    value: Value? = nil,
    isRepeatable: Bool = false,
    in group: Group,
    of verbs: Set<Verb> = [.run],
    _ summary: String
  ) {
    self.key = key
    self.long = long
    self.short = short
    self.value = value
    self.isRepeatable = isRepeatable
    self.group = group
    self.verbs = verbs
    self.summary = summary
  }

  /// Its name with dashes, as messages write it: the long one if there is one.
  var name: String {
    if let long { return "--\(long)" }
    if let short { return "-\(short)" }
    return ""
  }
}
