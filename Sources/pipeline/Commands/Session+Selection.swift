internal import Foundation
internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting

/// Which stages are meant, where a name alone means just that stage.
extension Session {
  /// The folder in which the tool was started, relative to the root where it lies in it.
  func folder(in workspace: Workspace) -> Path {
    workspace.resolver.path(FileManager.default.currentDirectoryPath)
  }

  /// The stages of a selection and of names that stand alone.
  func indices(
    _ selection: Selection,
    names: [String],
    in workspace: Workspace
  ) throws(CommandFailure) -> Set<Int> {
    var selection = selection
    do throws(SelectionFault) {
      for name in names { selection.stages += try stages(named: name, selection, in: workspace) }
      return try selection.indices(in: workspace.graph, resolver: workspace.resolver)
    } catch {
      throw failure([error.message], status: ExitStatus.usage)
    }
  }

  /// The stages that a name alone means: itself, those a glob matches, or the maker of a file.
  private func stages(
    named name: String,
    _ selection: Selection,
    in workspace: Workspace
  ) throws(SelectionFault) -> [String] {
    let lone = Selection(stages: [name], folder: selection.folder)
    do throws(SelectionFault) {
      _ = try lone.indices(in: workspace.graph, resolver: workspace.resolver)
      return [name]
    } catch {
      guard case .outputNotStage(_, let maker) = error else { throw error }
      return [maker]
    }
  }
}
