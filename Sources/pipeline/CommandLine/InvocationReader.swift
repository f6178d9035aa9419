internal import PipelineDescription
internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting

/// Determines the meaning of scanned options and words.
struct InvocationReader {
  private let table = CommandTable.standard
  let uses: [ScannedArguments.Use]
  /// The verb on the command line; nil if there is none.
  private let writtenVerb: Verb?
  /// The words without the verb.
  let words: [ScannedArguments.Word]

  init(_ scanned: ScannedArguments) {
    uses = scanned.uses
    let first = scanned.words.first
    writtenVerb = first.flatMap { $0.isAfterDashes ? nil : Verb(rawValue: $0.text) }
    words = writtenVerb == nil ? scanned.words : Array(scanned.words.dropFirst())
  }

  private var verb: Verb { writtenVerb ?? .run }

  func invocation() throws(UsageFault) -> Invocation {
    if has(.help) { return Invocation(action: .help(writtenVerb), writtenVerb: writtenVerb) }
    if has(.version) { return Invocation(action: .version, writtenVerb: writtenVerb) }
    try checkOptions()
    try checkExclusions()
    if verb.takesNames, words.contains(where: \.text.isEmpty) { throw .emptyWord }
    if has(.all), let word = words.first {
      throw .nameBesideAll(word.text, nearestVerb: nearestVerb)
    }
    var invocation = Invocation(action: try action(), writtenVerb: writtenVerb)
    invocation.directory = value(of: .directory)
    invocation.manifest = value(of: .manifest)
    invocation.settings = values(of: .set)
    invocation.isOptimizing = has(.optimize)
    invocation.manifestTimeout = value(of: .manifestTimeout).flatMap { Duration(written: $0) }
    invocation.color = value(of: .color).flatMap(Invocation.Color.init) ?? .auto
    invocation.verbosity = has(.quiet) ? .quiet : has(.verbose) ? .verbose : .normal
    invocation.isJSON = has(.json)
    return invocation
  }

  private func action() throws(UsageFault) -> Invocation.Action {
    switch verb {
    case .run: return .run(try runRequest())
    case .status: return .status(statusRequest())
    case .why: return .why(try whyRequest())
    case .log: return .log(try logRequest())
    case .accept: return .accept(try acceptRequest())
    case .clean: return .clean(try cleanRequest())
    case .manifest:
      try refuse(words.first)
      return .manifest
    case .initialize:
      try refuse(words.first)
      return .initialize
    case .help:
      try refuse(words.dropFirst().first)
      guard let word = words.first?.text else { return .help(nil) }
      guard let topic = Verb(rawValue: word) else {
        throw .unknownVerb(word, nearest: nearestVerb(to: word))
      }
      return .help(topic)
    }
  }

  private func runRequest() throws(UsageFault) -> RunRequest {
    var request = RunRequest()
    if let name = words.first?.text { request.nearestVerbs[name] = nearestVerb }
    request.order.selection = selection
    request.order.selection.to += words.map(\.text)
    request.order.isForced = has(.force)
    request.order.jobs = value(of: .jobs).flatMap { Int($0) }
    request.order.resources = try resources()
    request.order.waits = has(.wait)
    if has(.keepGoing) { request.order.onFailure = .keepGoing }
    if has(.failFast) { request.order.onFailure = .stopRunning }
    request.mode =
      has(.dryRun) ? .dryRun : has(.check) ? .check : has(.listStages) ? .listStages : .run
    if has(.json), request.mode == .run || request.mode == .check { throw .jsonOfRun }
    return request
  }

  /// The selection by options; the words of the command line may name further stages.
  var selection: Selection {
    Selection(
      stages: values(of: .stage),
      isFailed: has(.failed),
      from: values(of: .from),
      to: values(of: .to),
      downstream: values(of: .downstream)
    )
  }

  /// Returns the amounts of `--resource`; throws if a name has two different amounts.
  private func resources() throws(UsageFault) -> [String: Int] {
    var amounts: [String: Int] = [:]
    for text in values(of: .resource) {
      guard let setting = ResourceSetting(text) else { continue }
      if let first = amounts[setting.name], first != setting.amount {
        throw .repeated("--resource", first: "\(setting.name)=\(first)", second: text)
      }
      amounts[setting.name] = setting.amount
    }
    return amounts
  }

  /// Checks that the verb has each option, and that each value is possible.
  private func checkOptions() throws(UsageFault) {
    var firstValues: [OptionDescription.Key: String] = [:]
    for use in uses {
      guard use.option.verbs.contains(verb) else {
        let owners = table.verbs.map(\.verb).filter(use.option.verbs.contains)
        throw .optionOfOtherVerbs(use.spelling, verb: verb, owners: owners)
      }
      guard let kind = use.option.value?.kind, let value = use.value else { continue }
      guard kind.admits(value) else {
        let nearest = kind.nearest(to: value)
        throw .badValue(value, of: use.spelling, expected: kind, nearest: nearest)
      }
      if !use.option.isRepeatable {
        if let first = firstValues[use.option.key], first != value {
          throw .repeated(use.spelling, first: first, second: value)
        }
        firstValues[use.option.key] = value
      }
    }
  }

  private func checkExclusions() throws(UsageFault) {
    for (key, others) in table.exclusions {
      guard let one = spelling(of: key) else { continue }
      if let other = others.lazy.compactMap(spelling).first {
        throw .conflict(one, other)
      }
    }
  }

  func refuse(_ word: ScannedArguments.Word?) throws(UsageFault) {
    if let word { throw .unexpectedWord(word.text, after: verb) }
  }

  func has(_ key: OptionDescription.Key) -> Bool {
    uses.contains { $0.option.key == key }
  }

  func value(of key: OptionDescription.Key) -> String? { values(of: key).first }

  func values(of key: OptionDescription.Key) -> [String] {
    uses.filter { $0.option.key == key }.compactMap(\.value)
  }

  /// The verb that the first word perhaps misspells; nil if none is similar or the command line has a verb.
  private var nearestVerb: Verb? {
    guard let first = words.first, writtenVerb == nil, !first.isAfterDashes else { return nil }
    return nearestVerb(to: first.text)
  }

  private func nearestVerb(to word: String) -> Verb? {
    nearestName(to: word, among: table.verbs.map(\.verb.rawValue)).flatMap(Verb.init)
  }
}

/// The value of `--resource NAME=AMOUNT`.
struct ResourceSetting: Equatable {
  let name: String
  /// A count; for memory, the number of bytes.
  let amount: Int

  /// Parses a setting such as `memory=8GB`; nil if the text is not a setting.
  init?(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { return nil }
    name = String(parts[0])
    let value = String(parts[1])
    let amount =
      name == ResourceAmount.memory
      ? MemorySize(text: value).flatMap { Int(exactly: $0.bytes.rounded()) } : naturalNumber(value)
    guard let amount, amount >= 1 else { return nil }
    self.amount = amount
  }
}

/// Returns the number if the text contains only digits; nil for any other text.
func naturalNumber(_ text: String) -> Int? {
  text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
}
