import PipelineDescription
import PipelinePlanning

/// Readers of commands and their shell.
extension PipelineDecoder {
  mutating func command(_ node: JSONNode) -> Command {
    var command = Command(pieces: [], place: place(of: node))
    choice(
      ["command", "script"],
      others: ["inputs", "outputs", "uses"],
      of: node,
      place: &command.place
    ) { decoder, key, value in
      switch key {
      case "inputs": command.declaredInputs = decoder.inputs(value)
      case "outputs": command.declaredOutputs = decoder.outputs(value)
      case "uses": command.declaredUses = decoder.names(value)
      default: command.pieces = decoder.pieces(value)
      }
    }
    return command
  }

  /// Reads the text of a command, which is a string, or a list of strings and of values to insert.
  private mutating func pieces(_ node: JSONNode) -> [Command.Piece] {
    switch node.kind {
    case .string: return [.text(reader.document.text(of: node))]
    case .array: return list(node) { $0.piece($1) }
    default:
      reader.wrongType(node, expected: .command)
      return []
    }
  }

  private mutating func piece(_ node: JSONNode) -> Command.Piece {
    guard node.kind != .string else { return .text(reader.document.text(of: node)) }
    var (kind, text, place) = ("", "", place(of: node))
    var output = Output("", place: place)
    choice(
      ["input", "output", "parameter", "quoted"],
      others: OutputMark.allCases.map(\.rawValue) + ["except"],
      of: node,
      place: &place
    ) { decoder, key, value in
      if OutputMark(rawValue: key) != nil || key == "except" {
        return decoder.detail(key, value, of: &output)
      }
      kind = key
      text =
        (key == "quoted" ? decoder.reader.textOrNumber(value) : decoder.reader.text(value)) ?? ""
    }
    (output.path, output.place) = (text, place)
    return switch kind {
    case "input": .input(Input(text, place: place))
    case "output": .output(output)
    case "parameter": .parameter(NameReference(name: text, place: place))
    default: .quoted(text)
    }
  }

  /// Reads the words of a shell, which are a list, or the member of an object with a source position.
  mutating func shell(_ node: JSONNode) -> Shell {
    var shell = Shell(words: [], place: place(of: node))
    guard hasLines, node.kind == .object else {
      shell.words = list(node) { $0.reader.text($1) ?? "" }
      return shell
    }
    object(node, keys: ["words"], place: &shell.place) { decoder, _, value in
      shell.words = decoder.list(value) { $0.reader.text($1) ?? "" }
    }
    return shell
  }
}
