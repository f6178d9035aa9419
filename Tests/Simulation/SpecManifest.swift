import PipelineDescription
import PipelinePlanning
import PipelineTestSupport

/// The manifest of a simulated pipeline.
///
/// It does not let the session ask for files beforehand, as threads of the machine would do that.
struct SpecManifest: ManifestSource {
  private let text: SpecText

  init(_ spec: PipelineSpec) {
    let text = DeclaredText(pipeline: spec.pipeline)
    self.text = SpecText(text: text, identity: text.identity)
  }

  func locate() -> ManifestLocation {
    ManifestLocation(root: "/srv", path: "/srv/Pipeline.swift", form: .swift)
  }

  func read(_ location: ManifestLocation, answers: ManifestAnswers) -> LoadedManifest {
    LoadedManifest(text: text, root: location.root, manifestPath: location.shownPath)
  }
}

/// A text whose fingerprint is taken once.
private struct SpecText: ManifestText {
  let text: DeclaredText
  let identity: ManifestIdentity

  func decode() -> (pipeline: Pipeline, places: StagePlaces) { text.decode() }

  func defaults(_ places: StagePlaces) -> Pipeline? { text.defaults(places) }

  func stage(_ index: StageID, _ places: StagePlaces) -> Stage? { text.stage(index, places) }
}
