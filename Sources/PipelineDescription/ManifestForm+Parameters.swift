/// What can be set from outside, and who uses it.
extension ManifestForm {
  /// Writes defaults by name where that says it all, else a list of objects.
  ///
  /// A name that comes twice is a fault of the manifest, and must reach the check of it.
  func parameters(_ parameters: [ParameterDeclaration], to writer: inout JSONWriter) {
    guard !parameters.isEmpty else { return }
    guard !hasLines, Set(parameters.map { Array($0.name.utf8) }).count == parameters.count else {
      return list("parameters", parameters, to: &writer, parameter)
    }
    writer.key("parameters")
    writer.object { writer in
      for parameter in parameters {
        writer.key(parameter.name)
        writer.value(parameter.defaultValue)
      }
    }
  }

  func parameter(_ parameter: ParameterDeclaration, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("name")
      writer.string(parameter.name)
      writer.key("default")
      writer.value(parameter.defaultValue)
      line(parameter.line, to: &writer)
    }
  }

  func uses(_ references: [Uses.Reference], to writer: inout JSONWriter) {
    list("uses", references, to: &writer) { reference, writer in
      named("name", reference.name, line: reference.line, to: &writer)
    }
  }
}

extension JSONWriter {
  /// Writes the value of a parameter, from which its type can be read.
  package mutating func value(_ value: ParameterValue) {
    switch value {
    case .integer(let number): integer(number)
    case .number(let number): fraction(number)
    case .text(let text): string(text)
    case .truth(let isTrue): bool(isTrue)
    }
  }
}
