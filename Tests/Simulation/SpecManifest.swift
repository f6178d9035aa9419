import PipelinePlanning
import PipelineTestSupport

/// The manifest of a simulated pipeline.
///
/// It does not let the session ask for files beforehand, as threads of the machine would do that.
struct SpecManifest: ManifestSource {
  private let text: DeclaredText

  init(_ spec: PipelineSpec) {
    text = DeclaredText(pipeline: spec.pipeline)
  }

  func locate() -> ManifestLocation {
    ManifestLocation(root: "/srv", path: "/srv/Pipeline.swift", form: .swift)
  }

  func read(_ location: ManifestLocation, answers: ManifestAnswers) -> LoadedManifest {
    LoadedManifest(text: text, root: location.root, manifestPath: location.shownPath)
  }
}
