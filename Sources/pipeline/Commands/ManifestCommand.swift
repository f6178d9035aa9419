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
    let manifest = try session.load()
    let workspace = try session.workspace(of: manifest)
    if isJSON {
      var writer = JSONWriter(indented: true)
      manifest.pipeline.write(to: &writer, lines: false)
      session.output.write(writer.text + "\n")
    } else {
      let text = ManifestText(
        manifest.pipeline,
        graph: workspace.graph,
        parameters: manifest.parameters,
        manifest: manifest.manifestPath
      )
      session.output.write(text.text)
    }
    return ExitStatus.done
  }
}
