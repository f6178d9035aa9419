package import PipelineDescription
package import PipelinePlanning

/// The printed output of `pipeline manifest`, which lists each stage with declarations and upstream stages.
package struct DeclarationText {
  private let pipeline: Pipeline
  private let graph: Graph
  private let parameters: ParameterValues
  private let manifest: String

  package init(
    _ pipeline: Pipeline,
    graph: Graph,
    parameters: ParameterValues = ParameterValues(defaults: []),
    manifest: String
  ) {
    self.pipeline = pipeline
    self.graph = graph
    self.parameters = parameters
    self.manifest = manifest
  }

  package var text: String {
    let header =
      "\(graph.name.printable) · \(counted(graph.order.count, "stage")) · \(manifest.printable)\n"
    var rows: [(String, String)] = parameters.entries.map { entry in
      let source = entry.source?.text ?? "default"
      return (
        "parameter", "\(entry.declaration.name) = \(shellQuoted(entry.value.text)) (\(source))"
      )
    }
    if let jobs = pipeline.jobs { rows.append(("jobs", "\(jobs.count)")) }
    if !pipeline.limits.isEmpty { rows.append(("limits", amountsText(pipeline.limits))) }
    if let retry = pipeline.retry { rows.append(("retry", retry.text)) }
    if let choice = pipeline.onFailure { rows.append(("on failure", choice.rawValue)) }
    if let choice = pipeline.staleness { rows.append(("staleness", "by \(choice.rawValue)")) }
    rows += pipeline.ignored.flatMap(\.patterns).map { ("ignore", $0) }
    if let shell = pipeline.shell { rows.append(("shell", text(of: shell))) }
    return header + lines(rows) + graph.order.map { "\n" + about($0) }.joined()
  }

  private func about(_ id: StageID) -> String {
    let node = graph.nodes[id]
    let stage = node.stage
    let summary = stage.summary.isEmpty ? "" : "  \(stage.summary.printable)"
    var rows: [(String, String)] = []
    rows += stage.steps.map { step in
      switch step {
      case .script(let script):
        (
          "script",
          ([script.path] + words(script.arguments)).map(shellQuoted).joined(separator: " ")
        )
      case .command(let command): ("command", pipeline.assembled(command, of: stage).text)
      }
    }
    rows += node.inputs.map { ("input", $0.text) }
    rows += node.outputs.map { ("output", $0.declaredText) }
    let makers = graph.makers(of: id)
    rows += graph.upstream(of: id).map { other in
      (makers.contains(other) ? "reads from" : "upstream", graph.name(of: other))
    }
    rows += stage.externals.map { ("external", "\($0.kind.rawValue) \($0.text)") }
    rows += stage.environment.map { ("variable", $0.name) }
    rows += Set(stage.uses.map(\.name)).sorted().map { name in
      ("uses", "\(name) (\(ParameterDeclaration.variable(of: name)))")
    }
    if let retry = stage.retry { rows.append(("retry", retry.text)) }
    if !stage.resources.isEmpty { rows.append(("resources", amountsText(stage.resources))) }
    rows += stage.exclusives.map { ("exclusive", $0.name) }
    if let priority = stage.priority { rows.append(("priority", "\(priority.value)")) }
    if let choice = stage.onFailure { rows.append(("on failure", choice.rawValue)) }
    if let choice = stage.staleness { rows.append(("staleness", "by \(choice.rawValue)")) }
    if let shell = stage.shell { rows.append(("shell", text(of: shell))) }
    return "\(stage.name)\(summary)\n" + lines(rows)
  }

  private func lines(_ rows: [(label: String, value: String)]) -> String {
    rows.flatMap { label, value in
      value.printableLines.enumerated().map { index, line in
        "  \((index == 0 ? label : "").padded(to: 10))  \(line)\n"
      }
    }.joined()
  }

  private func text(of shell: Shell) -> String {
    shell.words.map(shellQuoted).joined(separator: " ")
  }

  private func words(_ arguments: [Argument]) -> [String] {
    arguments.map { argument in
      switch argument.kind {
      case .plain, .text, .input, .output: argument.text
      case .parameter: parameters.text(of: argument.text) ?? argument.text
      }
    }
  }
}

extension FilePattern {
  /// The output with its marks and exceptions: `out/ (persist, except out/notes/)`.
  fileprivate var declaredText: String {
    let marks = OutputMark.allCases.filter(marks.contains).map { mark in
      mark == .persist ? "persist" : "may be empty"
    }
    let details = marks + except.map { "except \($0.text)" }
    return details.isEmpty ? text : "\(text) (\(details.joined(separator: ", ")))"
  }
}
