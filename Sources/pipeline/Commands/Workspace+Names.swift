internal import PipelineEngine
internal import PipelinePlanning

extension Workspace {
  /// The stages that a name alone means: itself, those a glob matches, or the maker of a file.
  func stages(named name: String, typedIn folder: Path) throws(SelectionFault) -> [String] {
    do throws(SelectionFault) {
      _ = try Selection(stages: [name], folder: folder).indices(in: graph, resolver: resolver)
      return [name]
    } catch {
      guard case .outputNotStage(_, let maker) = error else { throw error }
      return [maker]
    }
  }
}
