import PipelineDescription
import PipelinePlanning

/// Functions that read `retry`, amounts of resources and `timeout`.
extension PipelineDecoder {
  mutating func retry(_ node: JSONNode) -> Retry {
    var retry = Retry(count: 1, place: place(of: node))
    if node.kind == .number {
      retry.count = reader.wholeNumber(node) ?? 1
      return retry
    }
    if isText("never", node) { return .never }
    object(
      node,
      keys: ["count", "delay", "factor", "up_to", "jitter", "on"],
      place: &retry.place,
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
    var place = place(of: node)
    choice(["exit", "signal"], of: node, place: &place) { decoder, key, value in
      let number = decoder.reader.wholeNumber(value) ?? 1
      failure = key == "exit" ? .exit(number) : .signal(number)
    }
    return failure
  }

  /// Reads a delay, which is a number of seconds or an object that names the unit.
  private mutating func delay(_ node: JSONNode) -> Double? {
    guard node.kind == .object else { return number(node, expecting: .delay) }
    var delay: Double?
    var place = place(of: node)
    choice(["seconds", "minutes", "hours"], of: node, place: &place) { decoder, key, value in
      let count = decoder.number(value, expecting: .number)
      delay = count.map { key == "seconds" ? $0 : $0 * (key == "minutes" ? 60 : 3600) }
    }
    return delay
  }

  /// Reads an object of names and amounts, or a list of objects, in which a name can occur twice.
  mutating func amounts(_ node: JSONNode) -> [ResourceAmount] {
    switch node.kind {
    case .array: return list(node) { $0.namedAmount($1) }
    case .object:
      var amounts: [ResourceAmount] = []
      for (key, value) in reader.document.members(of: node) {
        let name = reader.document.text(of: key)
        let amount = amount(value, of: name) ?? 1
        amounts.append(ResourceAmount(name: name, amount: amount, place: place(of: key)))
      }
      return amounts
    default:
      reader.wrongType(node, expected: .amounts)
      return []
    }
  }

  private mutating func namedAmount(_ node: JSONNode) -> ResourceAmount {
    let name = reader.text("name", of: node)
    var amount = ResourceAmount(name: name, amount: 1, place: place(of: node))
    object(node, keys: ["name", "amount"], place: &amount.place) { decoder, key, value in
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

  /// Reads an amount; only memory can have a unit, and a later check rejects other amounts with a fraction.
  private mutating func amount(_ node: JSONNode, of name: String) -> Double? {
    guard name == ResourceAmount.memory else { return number(node, expecting: .wholeNumber) }
    if node.kind == .string, let size = MemorySize(text: reader.document.text(of: node)) {
      return size.bytes
    }
    return number(node, expecting: .memory)
  }

  mutating func timeout(_ node: JSONNode) -> Timeout {
    var place = place(of: node)
    guard node.kind == .object else {
      return Timeout(limit: seconds(node, expecting: .timeout), place: place)
    }
    let units = ["seconds", "minutes", "hours"]
    let keys = reader.document.members(of: node).map { reader.document.text(of: $0.key) }
    let isOnlyIdle = keys.contains("idle") && !keys.contains(where: units.contains)
    var (limit, idle): (Double?, Double?)
    choice(
      isOnlyIdle ? ["idle"] : units,
      others: isOnlyIdle ? [] : ["idle"],
      of: node,
      place: &place
    ) { decoder, key, value in
      let count = decoder.seconds(value, expecting: .duration)
      if key == "idle" {
        idle = count
      } else {
        limit = count.map { key == "seconds" ? $0 : $0 * (key == "minutes" ? 60 : 3600) }
      }
    }
    return Timeout(limit: limit, idle: idle, place: place)
  }

  /// Reads the number of a time limit in any unit; nil if the value is `"never"` or no number.
  private mutating func seconds(
    _ node: JSONNode,
    expecting expectation: ManifestContentFault.Expectation
  ) -> Double? {
    isText("never", node) ? nil : number(node, expecting: expectation)
  }
}

extension PipelineDecoder {
  /// Reads an object of names and defaults, or a list of objects, in which a name can occur twice.
  mutating func parameters(_ node: JSONNode) -> [ParameterDeclaration] {
    if node.kind == .array { return list(node) { $0.parameter($1) } }
    guard node.kind == .object else {
      reader.wrongType(node, expected: .parameters)
      return []
    }
    var parameters: [ParameterDeclaration] = []
    for (key, value) in reader.document.members(of: node) {
      parameters.append(
        ParameterDeclaration(
          name: reader.document.text(of: key),
          defaultValue: parameterValue(value),
          place: place(of: key)
        )
      )
    }
    return parameters
  }

  mutating func parameter(_ node: JSONNode) -> ParameterDeclaration {
    var parameter = ParameterDeclaration(
      name: "",
      defaultValue: .text(""),
      place: place(of: node)
    )
    object(node, keys: ["name", "default"], place: &parameter.place) { decoder, key, value in
      if key == "name" {
        parameter.name = decoder.reader.text(value) ?? ""
      } else {
        parameter.defaultValue = decoder.parameterValue(value)
      }
    }
    reader.require("name", of: node)
    reader.require("default", of: node)
    return parameter
  }

  /// Reads a default, whose type follows from its JSON; a fraction or an exponent makes a `.number`.
  private mutating func parameterValue(_ node: JSONNode) -> ParameterValue {
    let text = reader.document.text(of: node)
    switch node.kind {
    case .number: return Int(text).map { .integer($0) } ?? .number(Double(text) ?? .infinity)
    case .string: return .text(text)
    case .bool: return .truth(text == "true")
    case .null, .array, .object:
      reader.wrongType(node, expected: .parameterValue)
      return .text("")
    }
  }
}
