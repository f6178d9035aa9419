internal import PipelineDescription
internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting

/// Performs `pipeline manifest`, which prints the loaded manifest.
struct ManifestCommand {
  let session: Session

  func perform() throws(CommandFailure) -> Ending {
    let (root, pipeline) = try session.ask { root throws(SessionFault) in try root.openWhole() }
    if session.invocation.isJSON {
      var writer = JSONWriter(indented: true)
      pipeline.write(to: &writer, lines: false)
      session.output.write(writer.text + "\n")
    } else {
      let text = DeclarationText(
        pipeline,
        graph: root.graph,
        parameters: root.workspace.parameters,
        manifest: root.manifestPath
      )
      session.output.write(text.text)
    }
    return Ending(answer: root)
  }
}
