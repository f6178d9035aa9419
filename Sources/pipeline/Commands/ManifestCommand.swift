internal import PipelineDescription
internal import PipelineEngine
internal import PipelineLoading
internal import PipelinePlanning
internal import PipelineReporting

/// `pipeline manifest`: prints the manifest as it was loaded.
struct ManifestCommand {
  let session: Session
  let isJSON: Bool

  func perform() throws(CommandFailure) -> Int32 {
    let (opened, pipeline) = try session.openWhole()
    if isJSON {
      var writer = JSONWriter(indented: true)
      pipeline.write(to: &writer, lines: false)
      session.output.write(writer.text + "\n")
    } else {
      let text = ManifestText(
        pipeline,
        graph: opened.workspace.graph,
        parameters: opened.workspace.parameters,
        manifest: opened.manifestPath
      )
      session.output.write(text.text)
    }
    return ExitStatus.done
  }
}
