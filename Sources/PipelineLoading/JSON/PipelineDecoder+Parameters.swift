import PipelineDescription
import PipelinePlanning

/// What can be set from outside, and who uses it.
extension PipelineDecoder {
  /// Reads a parameter as a compiled manifest declares it.
  ///
  /// - Parameter document: An element of `parameters`, with its line.
  /// - Returns: The declaration.
  /// - Throws: All that is wrong, in the order of the text.
  static func decodeParameter(
    _ document: JSONDocument
  ) throws(ManifestContentFaults) -> ParameterDeclaration {
    var decoder = PipelineDecoder(hasLines: true, reader: JSONReader(document))
    let parameter = decoder.parameter(document.root)
    try decoder.finish()
    return parameter
  }

  /// Reads an object with a default for each name, or a list of objects.
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
          line: line(of: key)
        )
      )
    }
    return parameters
  }

  private mutating func parameter(_ node: JSONNode) -> ParameterDeclaration {
    var parameter = ParameterDeclaration(
      name: "",
      defaultValue: .text(""),
      line: line(of: node)
    )
    object(node, keys: ["name", "default"], line: &parameter.line) { decoder, key, value in
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

  /// Reads a default, which also says the type: a number with a fraction or an exponent is no whole one.
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

  mutating func use(_ node: JSONNode) -> Uses.Reference {
    let (name, line) = named("name", node)
    return Uses.Reference(name: name, line: line)
  }
}
