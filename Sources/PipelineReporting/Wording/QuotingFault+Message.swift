internal import PipelineDescription
internal import PipelinePlanning

extension QuotingFault {
  /// Returns the message about a value in a command of a stage.
  func message(stage: String, _ place: ManifestPlace) -> Message {
    Message(
      "a command of stage \(stage.ticked) has \(what) \(location)",
      facts: [("text", "\(line)…"), ("declared", place.text(self.place))],
      hint: hint
    )
  }

  private var what: String {
    switch value {
    case .parameter(let name): "the parameter \(name.ticked)"
    case .path(let path) where PathText.isGlob(path): "the glob \(path.ticked)"
    case .path(let path): "the path \(path.ticked)"
    case .text(let text): "the text \(text.ticked)"
    }
  }

  private var location: String {
    switch cause {
    case .singleQuotes: "in single quotes, where the shell expands nothing"
    case .doubleQuotes: "in double quotes, where the shell expands no wildcard"
    case .hereDocument: "in a here-document, where the shell expands no wildcard"
    case .literalHereDocument:
      "in a here-document with a quoted delimiter, where the shell expands nothing"
    case .arithmetic: "in an arithmetic expression, which takes whole numbers only"
    case .unsure: "at a place whose quoting is not clear"
    case .foreignShell: "but another shell than `sh` or `bash`, whose quoting is not known"
    }
  }

  private var hint: String {
    switch (value, cause) {
    case (.parameter, .singleQuotes): "write it in double quotes"
    case (.parameter, .literalHereDocument): "remove the quotes around the delimiter"
    case (.parameter(let name), _):
      "write `$\(ParameterDeclaration.variable(of: name))`, quoted as the place needs it, and declare"
        + " the parameter with `Uses`"
    case (.path(let path), .doubleQuotes) where PathText.isGlob(path),
      (.path(let path), .singleQuotes) where PathText.isGlob(path):
      "end the quotes before it, and begin them again after it"
    case (.path, _):
      "write the path as the place needs it, and declare it with `Inputs` or `Outputs`"
    case (.text, _): "write the text as the place needs it"
    }
  }
}
