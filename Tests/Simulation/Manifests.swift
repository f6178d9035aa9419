import PipelineDescription
import PipelineEngine
import PipelinePlanning
import PipelineSystem
import PipelineTestSupport
import Synchronization

/// The manifest that was read last: most commands of a history read the same.
final class Manifests: Sendable {
  /// What comes of a manifest.
  struct Known: Sendable {
    var spec: PipelineSpec
    var graph: Graph
    var defaults: PipelineDefaults
    var identity: ManifestIdentity
    var places: StagePlaces
    /// No history makes a link, so that these stay as they are.
    var realPaths: [Path: Path]
  }

  private let last = Mutex<Known?>(nil)

  /// What comes of a manifest; nil where it is no valid one.
  func known(_ spec: PipelineSpec, _ disk: VirtualFileSystem) -> Known? {
    if let known = last.withLock({ $0 }), known.spec == spec { return known }
    let known = read(spec, disk)
    if let known { last.withLock { $0 = known } }
    return known
  }

  private func read(_ spec: PipelineSpec, _ disk: VirtualFileSystem) -> Known? {
    let pipeline = spec.pipeline
    let realPaths = RealPaths(files: disk)
    let graph = try? Graph(
      pipeline,
      resolver: SimulatedSession.resolver,
      manifest: Path("Pipeline.swift"),
      realPath: { realPaths($0) }
    )
    guard let graph else { return nil }
    var text = JSONWriter()
    pipeline.write(to: &text, lines: true)
    // Nobody reads stages out of this text.
    var places = StagePlaces(list: 0..<0)
    for _ in pipeline.stages { places.append(start: 0, end: 0, line: 0) }
    return Known(
      spec: spec,
      graph: graph,
      defaults: PipelineDefaults(of: pipeline),
      identity: ManifestIdentity(text: text.bytes, others: []),
      places: places,
      realPaths: realPaths.known
    )
  }
}
