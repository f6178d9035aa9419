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
      for name in names {
        selection.stages += try workspace.stages(named: name, typedIn: selection.folder)
      }
      return try selection.indices(in: workspace.graph, resolver: workspace.resolver)
    } catch {
      throw failure([error.message], status: ExitStatus.usage)
    }
  }
}
