/// The manifest as data: what `pipeline manifest --json` prints and `pipeline.json` holds.
///
/// The form with lines is the one in which a compiled manifest hands its pipeline to the tool; it
/// has a `line` beside everything that a message may point at.
extension Pipeline {
  /// Writes the pipeline as one JSON object.
  ///
  /// - Parameters:
  ///   - writer: Where to write it.
  ///   - lines: Whether to write the manifest's line numbers too.
  package func write(to writer: inout JSONWriter, lines: Bool) {
    let form = ManifestForm(hasLines: lines)
    writer.object { writer in
      writer.key("name")
      writer.string(name)
      form.line(line, to: &writer)
      form.parameters(parameters, to: &writer)
      form.timeout(timeout, to: &writer)
      form.retry(retry, to: &writer)
      form.jobs(jobs, to: &writer)
      form.amounts("limits", limits, to: &writer)
      form.choice("on_failure", onFailure, to: &writer)
      form.choice("staleness", staleness, to: &writer)
      form.environment(environment, to: &writer)
      writer.key("stages")
      writer.array { writer in
        for stage in stages { form.stage(stage, to: &writer) }
      }
    }
  }
}
