package import PipelineDescription
package import PipelinePlanning
internal import Synchronization

/// A pipeline as a value, in the place of a manifest; it may be declared otherwise later.
package final class DeclaredManifest: ManifestSource {
  private let current: Mutex<Pipeline>
  private let root: String

  package init(_ pipeline: Pipeline, root: String = "/srv") {
    current = Mutex(pipeline)
    self.root = root
  }

  package var pipeline: Pipeline {
    get { current.withLock { $0 } }
    set { current.withLock { $0 = newValue } }
  }

  package func locate() -> ManifestLocation {
    ManifestLocation(root: root, path: "\(root)/Pipeline.swift", form: .swift)
  }

  package func read(_ location: ManifestLocation, answers: ManifestAnswers) -> LoadedManifest {
    answers.willRun()
    return LoadedManifest(
      text: DeclaredText(pipeline: pipeline),
      root: location.root,
      manifestPath: location.shownPath
    )
  }
}

/// The text of a pipeline that nobody has written.
package struct DeclaredText: ManifestText {
  let pipeline: Pipeline

  package init(pipeline: Pipeline) { self.pipeline = pipeline }

  package var identity: ManifestIdentity {
    var text = JSONWriter()
    pipeline.write(to: &text, lines: true)
    return ManifestIdentity(text: text.bytes, others: [])
  }

  package func decode() -> (pipeline: Pipeline, places: StagePlaces) {
    // Stages are told apart by their numbers alone.
    var places = StagePlaces(list: 0..<0)
    for _ in pipeline.stages { places.append(start: 0, end: 0, line: 0) }
    return (pipeline, places)
  }

  package func defaults(_ places: StagePlaces) -> Pipeline? {
    pipeline.withoutStages
  }

  package func stage(_ index: StageID, _ places: StagePlaces) -> Stage? { pipeline.stages[index] }
}
