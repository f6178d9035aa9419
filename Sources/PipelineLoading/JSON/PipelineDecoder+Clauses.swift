import PipelineDescription
import PipelinePlanning

/// Tables of keys, and functions that read the JSON that `ManifestForm` writes for each clause.
extension PipelineDecoder {
  /// A key of an object, and the function that reads its value into the result.
  struct Field<Value>: Sendable {
    let key: String
    let read: @Sendable (inout PipelineDecoder, JSONNode, inout Value) -> Void

    init(
      _ key: String,
      _ read: @escaping @Sendable (inout PipelineDecoder, JSONNode, inout Value) -> Void
    ) {
      self.key = key
      self.read = read
    }
  }

  static let pipelineFields: [Field<Pipeline>] = [
    Field("name") { decoder, node, _ in _ = decoder.reader.text(node) },
    Field("timeout") { $2.timeout = $0.timeout($1) },
    Field("environment") { $2.environment = $0.list($1) { $0.environment($1) } },
    Field("stages") { $2.stages = $0.list($1) { $0.stage($1) } },
    Field("retry") { $2.retry = $0.retry($1) },
    Field("jobs") { decoder, node, pipeline in
      let (count, place) = decoder.numbered("count", node)
      pipeline.jobs = Jobs(count: count ?? 1, place: place)
    },
    Field("limits") { $2.limits = $0.amounts($1) },
    Field("on_failure") { $2.onFailure = $0.choice($1) },
    Field("staleness") { $2.staleness = $0.choice($1) },
    Field("ignore") {
      $2.ignored = $0.names($1, "path") { Ignore(patterns: [$0], place: $1) }
    },
    Field("shell") { $2.shell = $0.shell($1) },
    Field("parameters") { $2.parameters = $0.parameters($1) },
  ]

  static let stageFields: [Field<Stage>] = [
    Field("name") { decoder, node, _ in _ = decoder.reader.text(node) },
    Field("summary") { decoder, node, _ in _ = decoder.reader.text(node) },
    Field("upstream") { $2.upstream = $0.names($1) },
    Field("externals") { $2.externals = $0.list($1) { $0.external($1) } },
    Field("scripts") { $2.steps = $0.list($1) { $0.step($1) } },
    Field("inputs") { $2.declaredInputs = $0.inputs($1) },
    Field("outputs") { $2.declaredOutputs = $0.outputs($1) },
    Field("timeout") { $2.timeout = $0.timeout($1) },
    Field("environment") { $2.environment = $0.list($1) { $0.environment($1) } },
    Field("retry") { $2.retry = $0.retry($1) },
    Field("resources") { $2.resources = $0.amounts($1) },
    Field("exclusive") { decoder, node, stage in
      stage.exclusives = decoder.names(node) { Exclusive(name: $0, place: $1) }
    },
    Field("priority") { decoder, node, stage in
      let (value, place) = decoder.numbered("value", node)
      stage.priority = Priority(value: value ?? 0, place: place)
    },
    Field("on_failure") { $2.onFailure = $0.choice($1) },
    Field("staleness") { $2.staleness = $0.choice($1) },
    Field("shell") { $2.shell = $0.shell($1) },
    Field("uses") { $2.declaredUses = $0.names($1) },
  ]

  private mutating func names<Element>(
    _ node: JSONNode,
    _ key: StaticString = "name",
    _ make: (String, Place) -> Element
  ) -> [Element] {
    list(node) { decoder, node in
      let (name, place) = decoder.named(key, node)
      return make(name, place)
    }
  }

  mutating func names(_ node: JSONNode) -> [NameReference] {
    names(node) { NameReference(name: $0, place: $1) }
  }

  mutating func outputs(_ node: JSONNode) -> [Output] {
    list(node) { decoder, node in
      var details = Output("", place: Place())
      let keys = OutputMark.allCases.map(\.rawValue) + ["except"]
      (details.path, details.place) = decoder.named("path", node, others: keys) {
        $0.detail($1, $2, of: &details)
      }
      return details
    }
  }

  /// Reads a mark or the exceptions of an output.
  mutating func detail(_ key: String, _ node: JSONNode, of output: inout Output) {
    guard let mark = OutputMark(rawValue: key) else {
      output.except = list(node) { $0.reader.text($1) ?? "" }
      return
    }
    guard node.kind == .bool else { return reader.wrongType(node, expected: .truth) }
    if reader.document.text(of: node) == "true" { output.marks.insert(mark) }
  }

  /// Reads inputs; in the list of a compiled manifest, a number is the line of the strings after it.
  mutating func inputs(_ node: JSONNode) -> [Input] {
    guard hasLines, node.kind == .array else { return list(node) { $0.input($1) } }
    var inputs: [Input] = []
    var place = place(of: node)
    for element in reader.document.elements(of: node) {
      switch element.kind {
      case .number:
        place.line = reader.wholeNumber(element).map(Int32.init(clamping:)) ?? place.line
      case .string: inputs.append(Input(reader.document.text(of: element), place: place))
      default: inputs.append(input(element))
      }
    }
    return inputs
  }

  private mutating func input(_ node: JSONNode) -> Input {
    var except: [String] = []
    let (path, place) = named("path", node, others: ["except"]) { decoder, _, value in
      except = decoder.list(value) { $0.reader.text($1) ?? "" }
    }
    return Input(path, except: except, place: place)
  }

  mutating func environment(_ node: JSONNode) -> Environment {
    var setting: String?
    let (name, place) = named("name", node, others: ["value"]) { decoder, _, value in
      setting = decoder.reader.textOrNumber(value)
    }
    return Environment(name: name, value: setting, place: place)
  }

  mutating func external(_ node: JSONNode) -> External {
    var external = External(.file, "", place: place(of: node))
    choice(["folder", "file", "program", "variable"], of: node, place: &external.place) {
      decoder,
      key,
      value in
      external.text = decoder.reader.text(value) ?? ""
      external.kind = External.Kind(rawValue: key) ?? .file
    }
    return external
  }

  mutating func argument(_ node: JSONNode) -> Argument {
    switch node.kind {
    case .string, .number:
      return Argument(.plain, reader.textOrNumber(node) ?? "")
    case .object:
      var argument = Argument(.input, "", place(of: node))
      var details = Output("", place: argument.place)
      choice(
        ["input", "output", "parameter", "text"],
        others: OutputMark.allCases.map(\.rawValue) + ["except"],
        of: node,
        place: &argument.place
      ) {
        decoder,
        key,
        value in
        if let kind = Argument.Kind(rawValue: key) {
          (argument.kind, argument.text) = (kind, decoder.reader.text(value) ?? "")
        } else {
          decoder.detail(key, value, of: &details)
        }
      }
      (argument.marks, argument.except) = (details.marks, details.except)
      return argument
    default:
      reader.wrongType(node, expected: .argument)
      return Argument(.plain, "")
    }
  }

  /// Reads a step; a plain text is never a command, so that a manifest does not start a shell by mistake.
  mutating func step(_ node: JSONNode) -> Step {
    if node.kind == .string {
      let path = reader.document.text(of: node)
      return .script(Script(path: path, arguments: [], interpreter: nil, place: place(of: node)))
    }
    let isCommand = reader.document.value(of: "command", in: node) != nil
    return isCommand ? .command(command(node)) : .script(script(node))
  }

  private mutating func script(_ node: JSONNode) -> Script {
    var script = Script(path: "", arguments: [], interpreter: nil, place: place(of: node))
    choice(
      ["script", "command"],
      others: ["arguments", "interpreter"],
      of: node,
      place: &script.place
    ) { decoder, key, value in
      switch key {
      case "arguments": script.arguments = decoder.list(value) { $0.argument($1) }
      case "interpreter": script.interpreter = decoder.interpreter(value)
      default: script.path = decoder.reader.text(value) ?? ""
      }
    }
    return script
  }

  /// Reads an interpreter: a text, which is split as a shell would do it, or a list of its words.
  private mutating func interpreter(_ node: JSONNode) -> String? {
    guard node.kind == .array else { return reader.text(node) }
    return list(node) { $0.reader.text($1) ?? "" }.map(shellQuoted).joined(separator: " ")
  }
}
