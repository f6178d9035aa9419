internal import Foundation
internal import PipelineEngine
internal import PipelineLoading
internal import PipelinePlanning
internal import PipelineReporting

/// What is read of what was, and of what another process does now; nothing is locked or written.
extension Session {
  /// The root, whose manifest is found but not read.
  func root() throws(CommandFailure) -> PathResolver {
    do throws(ManifestFault) {
      return PathResolver(root: try location().root, home: environment["HOME"])
    } catch {
      throw failure(error.messages, status: ExitStatus.usage)
    }
  }

  /// Whether a run goes on in a root.
  func look(at root: PathResolver) throws(CommandFailure) -> RunLook {
    do throws(SystemFault) {
      return try RunLook(at: root, host: ProcessInfo.processInfo.hostName)
    } catch {
      throw logFailure(error)
    }
  }

  /// The stages whose last attempt failed, of those that the manifest has.
  func failedStages(of workspace: Workspace) throws(CommandFailure) -> Set<Int> {
    let histories = try memory(of: workspace).histories
    return Set(
      workspace.graph.nodes.indices.filter { index in
        histories[workspace.graph.name(of: index)]?.hasFailed ?? false
      }
    )
  }

  /// What is remembered of the stages.
  func memory(of workspace: Workspace) throws(CommandFailure) -> Memory {
    try records(of: workspace).memory
  }

  /// Reads the records of a root.
  func records(of workspace: Workspace) throws(CommandFailure) -> RecordFile {
    do throws(SystemFault) {
      return try RecordFile(reading: workspace.files, index: workspace.snapshot?.records)
    } catch {
      throw failure(
        [Message("the records in `.pipeline` cannot be read", facts: [("system", error.words)])],
        status: ExitStatus.cannotStart
      )
    }
  }

  /// The failure where the log cannot be read.
  func logFailure(_ fault: SystemFault) -> CommandFailure {
    failure(HistoryFault.unreadable(path: ".pipeline/log.jsonl", fault))
  }

  /// The failure that a fault of the history is.
  func failure(_ fault: HistoryFault) -> CommandFailure {
    let status =
      switch fault {
      case .unknownRun, .ambiguousRun, .unknownStage, .stageNotInRun: ExitStatus.usage
      case .outputGone, .noOutput, .unreadable: ExitStatus.cannotStart
      }
    return failure([fault.message], status: status)
  }
}
