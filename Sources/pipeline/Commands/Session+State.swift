internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

/// What whoever holds the lock of a root opens for writing there, and sees to before that.
extension Session {
  /// Opens the records for writing, as they were read before, unless they have been opened.
  func openStore(
    _ records: RecordFile,
    in workspace: Workspace,
    unless opened: RecordStore? = nil
  ) throws(CommandFailure) -> RecordStore {
    if let opened { return opened }
    do throws(SystemFault) {
      return try RecordStore(opening: records, in: workspace.files)
    } catch {
      throw cannotWrite(".pipeline/state", error)
    }
  }

  /// Opens the log for appending.
  func openLog(of workspace: Workspace) throws(CommandFailure) -> RunLog {
    do throws(SystemFault) {
      return try RunLog(opening: workspace.files)
    } catch {
      throw cannotWrite(".pipeline/log.jsonl", error)
    }
  }

  /// The failure that something of `.pipeline` cannot be written.
  func cannotWrite(_ path: String, _ fault: SystemFault) -> CommandFailure {
    failure(
      [Message("`\(path)` cannot be written", facts: [("system", fault.words)])],
      status: ExitStatus.cannotStart
    )
  }

  /// Ends what still lives of attempts whose runner died, before anything is looked at.
  func endLeftovers(
    of memory: Memory,
    in workspace: Workspace,
    _ runner: LocalRunner = LocalRunner(live: RunningProcesses())
  ) throws(CommandFailure) {
    var begun: [String: Set<String>] = [:]
    for (stage, history) in memory.histories.unfinished {
      guard case .started(let run) = history.lastAttempt else { continue }
      begun[run, default: []].insert(stage)
    }
    for (run, stages) in begun.sorted(by: { $0.key < $1.key }) {
      let logs = workspace.attemptLogs(of: run, begun: stages)
      let root = workspace.resolver.root.text
      let found = runner.endLeftovers(of: run, logs: logs, root: root)
      for (stage, leftovers) in found.sorted(by: { $0.key < $1.key }) {
        let message = leftovers.message(stage: stage, run: run)
        guard leftovers.isGone else {
          throw failure([message], status: ExitStatus.cannotStart)
        }
        warn(message)
      }
    }
  }

  /// Undoes what attempts did whose runner died; the records are opened where there was any.
  func recover(
    _ records: RecordFile,
    in workspace: Workspace
  ) throws(CommandFailure) -> (store: RecordStore?, warnings: [Event.Warning]) {
    // A root without records must not get any before it is known that a run begins.
    guard Recovery.isNeeded(records.memory) else { return (nil, []) }
    var store = try openStore(records, in: workspace)
    do throws(SystemFault) {
      let warnings = try Recovery.perform(&store, files: workspace.files) { path in
        workspace.graph.nodes.contains { node in node.outputs.contains { $0.path == path } }
      }
      return (store, warnings)
    } catch {
      throw cannotWrite(".pipeline/state", error)
    }
  }
}
