import PipelineDescription
import PipelinePlanning

/// The clauses that say when stages run, how many at once, and how often again.
extension PipelineDecoder {
  mutating func retry(_ node: JSONNode) -> Retry {
    var retry = Retry(count: 1, line: line(of: node))
    if node.kind == .number {
      retry.count = reader.wholeNumber(node) ?? 1
      return retry
    }
    if isText("never", node) { return .never }
    object(
      node,
      keys: ["count", "delay", "factor", "up_to", "jitter", "on"],
      line: &retry.line,
      expecting: .retry
    ) { decoder, key, value in
      switch key {
      case "count": retry.count = decoder.reader.wholeNumber(value) ?? 1
      case "delay": retry.delay = decoder.delay(value) ?? retry.delay
      case "factor": retry.factor = decoder.number(value, expecting: .number) ?? retry.factor
      case "up_to": retry.longestDelay = decoder.delay(value) ?? retry.longestDelay
      case "jitter": retry.jitter = decoder.number(value, expecting: .number) ?? retry.jitter
      default: retry.failures = decoder.list(value) { $0.failure($1) }
      }
    }
    reader.require("count", of: node)
    return retry
  }

  private mutating func failure(_ node: JSONNode) -> Retry.Failure {
    if isText("timeout", node) { return .timeout }
    if isText("missing_output", node) { return .missingOutput }
    var failure = Retry.Failure.timeout
    guard node.kind == .object else {
      reader.wrongType(node, expected: .failure)
      return failure
    }
    var line = line(of: node)
    choice(["exit", "signal"], of: node, line: &line) { decoder, key, value in
      let number = decoder.reader.wholeNumber(value) ?? 1
      failure = key == "exit" ? .exit(number) : .signal(number)
    }
    return failure
  }

  /// Reads a wait: a number of seconds, or an object that names the unit.
  private mutating func delay(_ node: JSONNode) -> Double? {
    guard node.kind == .object else { return number(node, expecting: .delay) }
    var delay: Double?
    var line = line(of: node)
    choice(["seconds", "minutes", "hours"], of: node, line: &line) { decoder, key, value in
      let count = decoder.number(value, expecting: .number)
      delay = count.map { key == "seconds" ? $0 : $0 * (key == "minutes" ? 60 : 3600) }
    }
    return delay
  }

  mutating func jobs(_ node: JSONNode) -> Jobs {
    let (count, line) = numbered("count", node)
    return Jobs(count ?? 1, line: line)
  }

  mutating func priority(_ node: JSONNode) -> Priority {
    let (value, line) = numbered("value", node)
    return Priority(value ?? 0, line: line)
  }

  /// Reads a whole number that has nothing beside it: as it is, or in an object.
  private mutating func numbered(
    _ keyName: StaticString,
    _ node: JSONNode
  ) -> (number: Int?, line: Int) {
    var line = line(of: node)
    guard node.kind == .object else { return (reader.wholeNumber(node), line) }
    var number: Int?
    object(node, keys: ["\(keyName)"], line: &line) { decoder, _, value in
      number = decoder.reader.wholeNumber(value)
    }
    reader.require(keyName, of: node)
    return (number, line)
  }

  mutating func exclusive(_ node: JSONNode) -> Exclusive {
    let (name, line) = named("name", node)
    return Exclusive(name, line: line)
  }

  /// Reads amounts by name, or a list of objects that may say a name twice.
  mutating func amounts(_ node: JSONNode) -> [ResourceAmount] {
    switch node.kind {
    case .array: return list(node) { $0.namedAmount($1) }
    case .object:
      var amounts: [ResourceAmount] = []
      for (key, value) in reader.document.members(of: node) {
        let name = reader.document.text(of: key)
        let amount = amount(value, of: name) ?? 1
        amounts.append(ResourceAmount(name: name, amount: amount, line: line(of: key)))
      }
      return amounts
    default:
      reader.wrongType(node, expected: .amounts)
      return []
    }
  }

  private mutating func namedAmount(_ node: JSONNode) -> ResourceAmount {
    let name = reader.text("name", of: node)
    var amount = ResourceAmount(name: name, amount: 1, line: line(of: node))
    object(node, keys: ["name", "amount"], line: &amount.line) { decoder, key, value in
      if key == "name" {
        _ = decoder.reader.text(value)
      } else {
        amount.amount = decoder.amount(value, of: name) ?? 1
      }
    }
    reader.require("name", of: node)
    reader.require("amount", of: node)
    return amount
  }

  /// Only memory has units; whether a count is whole is seen when the manifest is checked.
  private mutating func amount(_ node: JSONNode, of name: String) -> Double? {
    guard name == ResourceAmount.memory else { return number(node, expecting: .wholeNumber) }
    if node.kind == .string, let size = MemorySize(text: reader.document.text(of: node)) {
      return size.bytes
    }
    return number(node, expecting: .memory)
  }

  private func isText(_ text: String, _ node: JSONNode) -> Bool {
    node.kind == .string && reader.document.text(of: node) == text
  }
}
