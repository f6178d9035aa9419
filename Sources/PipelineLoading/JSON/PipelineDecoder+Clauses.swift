import PipelineDescription
import PipelinePlanning

/// The clauses of a stage, one function each, named after what `Pipeline.write(to:lines:)` writes.
extension PipelineDecoder {
  mutating func reference(_ node: JSONNode) -> Upstream.Reference {
    let (name, line) = named("name", node)
    return Upstream.Reference(name: name, line: line)
  }

  mutating func output(_ node: JSONNode) -> Output {
    let (path, line) = named("path", node)
    return Output(path, line: line)
  }

  /// Reads inputs; in what a compiled manifest says, a number is the line of the texts behind it.
  mutating func inputs(_ node: JSONNode) -> [Input] {
    guard hasLines, node.kind == .array else { return list(node) { $0.input($1) } }
    var inputs: [Input] = []
    var line = line(of: node)
    for element in reader.document.elements(of: node) {
      switch element.kind {
      case .number: line = reader.wholeNumber(element) ?? line
      case .string: inputs.append(Input(reader.document.text(of: element), line: line))
      default: inputs.append(input(element))
      }
    }
    return inputs
  }

  private mutating func input(_ node: JSONNode) -> Input {
    var except: [String] = []
    let (path, line) = named("path", node, others: ["except"]) { decoder, _, value in
      except = decoder.list(value) { $0.reader.text($1) ?? "" }
    }
    return Input(path, except: except, line: line)
  }

  mutating func environment(_ node: JSONNode) -> Environment {
    var setting: String?
    let (name, line) = named("name", node, others: ["value"]) { decoder, _, value in
      setting = decoder.reader.textOrNumber(value)
    }
    return Environment(name: name, value: setting, line: line)
  }

  mutating func external(_ node: JSONNode) -> External {
    var kind: External.Kind?
    var line = line(of: node)
    choice(["folder", "file", "program", "variable"], of: node, line: &line) {
      decoder,
      key,
      value in
      let text = decoder.reader.text(value) ?? ""
      switch key {
      case "folder": kind = .folder(text)
      case "file": kind = .file(text)
      case "program": kind = .program(text)
      default: kind = .variable(text)
      }
    }
    return External(kind ?? .file(""), line: line)
  }

  mutating func argument(_ node: JSONNode) -> Argument {
    switch node.kind {
    case .string, .number:
      return Argument(.text(reader.textOrNumber(node) ?? ""))
    case .object:
      var (kind, text) = ("input", "")
      var line = line(of: node)
      choice(["input", "output", "parameter"], of: node, line: &line) { decoder, key, value in
        text = decoder.reader.text(value) ?? ""
        kind = key
      }
      switch kind {
      case "output": return Argument(.output(text, line: line))
      case "parameter": return Argument(.parameter(text, line: line))
      default: return Argument(.input(text, line: line))
      }
    default:
      reader.wrongType(node, expected: .argument)
      return Argument(.text(""))
    }
  }

  /// A plain text is the path of a script; a command is always an object, so that nobody starts a
  /// shell by mistake.
  mutating func step(_ node: JSONNode) -> Step {
    if node.kind == .string {
      let path = reader.document.text(of: node)
      return .script(Script(path: path, arguments: [], interpreter: nil, line: line(of: node)))
    }
    let isCommand = reader.document.value(of: "command", in: node) != nil
    return isCommand ? .command(command(node)) : .script(script(node))
  }

  private mutating func script(_ node: JSONNode) -> Script {
    var script = Script(path: "", arguments: [], interpreter: nil, line: line(of: node))
    choice(
      ["script", "command"],
      others: ["arguments", "interpreter"],
      of: node,
      line: &script.line
    ) { decoder, key, value in
      switch key {
      case "arguments": script.arguments = decoder.list(value) { $0.argument($1) }
      case "interpreter": script.interpreter = decoder.reader.text(value)
      default: script.path = decoder.reader.text(value) ?? ""
      }
    }
    return script
  }

  private mutating func command(_ node: JSONNode) -> Command {
    var command = Command(text: "", inputs: [], outputs: [], line: line(of: node))
    choice(
      ["command", "script"],
      others: ["inputs", "outputs", "uses"],
      of: node,
      line: &command.line
    ) { decoder, key, value in
      switch key {
      case "inputs": command.inputs = decoder.inputs(value)
      case "outputs": command.outputs = decoder.list(value) { $0.output($1) }
      case "uses": command.uses = decoder.list(value) { $0.use($1) }
      default: command.text = decoder.reader.text(value) ?? ""
      }
    }
    return command
  }

  mutating func timeout(_ node: JSONNode) -> Timeout {
    var line = line(of: node)
    guard node.kind == .object else {
      return Timeout(limit: seconds(node, expecting: .timeout), line: line)
    }
    var limit: Double?
    choice(["seconds", "minutes", "hours"], of: node, line: &line) { decoder, key, value in
      let count = decoder.seconds(value, expecting: .duration)
      limit = count.map { key == "seconds" ? $0 : $0 * (key == "minutes" ? 60 : 3600) }
    }
    return Timeout(limit: limit, line: line)
  }

  /// Reads a number of seconds or of longer units, or `"never"`.
  private mutating func seconds(
    _ node: JSONNode,
    expecting expectation: ManifestContentFault.Expectation
  ) -> Double? {
    if node.kind == .string, reader.document.text(of: node) == "never" { return nil }
    return number(node, expecting: expectation)
  }

  /// Reads a number, or one of those that JSON cannot say; whether it makes sense is seen when the
  /// whole manifest is checked.
  mutating func number(
    _ node: JSONNode,
    expecting expectation: ManifestContentFault.Expectation
  ) -> Double? {
    let text = reader.document.text(of: node)
    switch (node.kind, text) {
    case (.number, _), (.string, "inf"), (.string, "-inf"), (.string, "nan"): return Double(text)
    default:
      reader.wrongType(node, expected: expectation)
      return nil
    }
  }

  /// Reads what has one text, and perhaps something beside it: a plain text, or an object.
  mutating func named(
    _ keyName: StaticString,
    _ node: JSONNode,
    others: [String] = [],
    _ read: (inout PipelineDecoder, String, JSONNode) -> Void = { _, _, _ in }
  ) -> (text: String, line: Int) {
    var line = line(of: node)
    guard node.kind != .string else { return (reader.document.text(of: node), line) }
    var text = ""
    let key = "\(keyName)"
    object(node, keys: [key] + others, line: &line, expecting: .textOrObject(key: key)) {
      decoder,
      name,
      value in
      if name == key {
        text = decoder.reader.text(value) ?? ""
      } else {
        read(&decoder, name, value)
      }
    }
    reader.require(keyName, of: node)
    return (text, line)
  }

  /// Reads one of a few words.
  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ node: JSONNode
  ) -> Choice? {
    if node.kind == .string, let choice = Choice(rawValue: reader.document.text(of: node)) {
      return choice
    }
    reader.wrongType(node, expected: .oneOf(Choice.allCases.map(\.rawValue)))
    return nil
  }

  /// Reads an object that has exactly one of some keys, and perhaps others.
  mutating func choice(
    _ keys: [String],
    others: [String] = [],
    of node: JSONNode,
    line: inout Int,
    _ read: (inout PipelineDecoder, String, JSONNode) -> Void
  ) {
    var chosen: String?
    object(node, keys: keys + others, line: &line, expecting: .objectOfChoice(keys: keys)) {
      decoder,
      key,
      value in
      if keys.contains(key) {
        if let chosen {
          return decoder.reader.fault(.conflictingKeys(chosen, key), at: node)
        }
        chosen = key
      }
      read(&decoder, key, value)
    }
    if node.kind == .object, chosen == nil { reader.fault(.missingChoice(among: keys), at: node) }
  }
}
