import PipelineEngine
import PipelinePlanning
import PipelineReporting
import PipelineSystem
import PipelineTestSupport

/// What every command does that has the lock, and the commands that run no script.
extension SimulatedSession {
  /// Takes the lock; returns what the disk's clock said then.
  func lock() throws(Refusal) -> Int64 {
    try onDisk { () throws(SystemFault) in
      try disk.makeFolder(Workspace.stateFolder)
      let ignore = Workspace.stateFolder.appending(".gitignore".utf8)
      if disk.state(of: ignore) == .missing { try disk.replace(ignore, with: Array("*\n".utf8)) }
    }
    disk.write("held\n", to: Workspace.lockFile)
    return disk.state(of: Workspace.lockFile).stamp?.modified ?? .min
  }

  func endLeftovers(of memory: Memory, _ workspace: Workspace) {
    var begun: [String: Set<String>] = [:]
    for (stage, history) in memory.histories.unfinished {
      guard case .started(let run) = history.lastAttempt else { continue }
      begun[run, default: []].insert(stage)
    }
    let runner = SimulatedRunner(host: host, spec: spec, disk: disk)
    for (run, stages) in begun.sorted(by: { $0.key < $1.key }) {
      let logs = workspace.attemptLogs(of: run, begun: stages)
      _ = runner.endLeftovers(of: run, logs: logs, root: "/srv")
    }
  }

  func recover(
    _ records: RecordFile,
    _ workspace: Workspace
  ) throws(Refusal) -> RecordStore? {
    guard Recovery.isNeeded(records.memory) else { return nil }
    return try onDisk { () throws(SystemFault) in
      var store = try RecordStore(opening: records, in: disk)
      _ = try Recovery.perform(&store, files: disk) { path in
        workspace.graph.nodes.contains { node in node.outputs.contains { $0.path == path } }
      }
      return store
    }
  }

  func onDisk<Value>(
    _ body: () throws(SystemFault) -> Value
  ) throws(Refusal) -> Value {
    do throws(SystemFault) {
      return try body()
    } catch {
      throw .disk(error)
    }
  }

  // MARK: Other commands

  /// Performs `pipeline accept`; returns the stages that it was asked for and that were stale.
  func accept(_ names: [String]) throws(Refusal) -> (accepted: [String], wasBlank: Bool) {
    let workspace = try workspace()
    let selected = try select(Request(selection: Selection(stages: names)), workspace)
    _ = try lock()
    let records = try records(workspace)
    endLeftovers(of: records.memory, workspace)
    let opened = try recover(records, workspace)
    let run = RunIdentifier.make(
      at: disk.now / 1_000_000,
      chance: UInt16(machine.number(0...65_535))
    )
    var acceptor = Acceptor(workspace: workspace, memory: records.memory, run: run)
    let candidates = acceptor.candidates(selected)
    var faults = candidates.flatMap(\.faults)
    let stale = candidates.filter { !$0.reasons.isEmpty }
    if faults.isEmpty, !stale.isEmpty {
      faults = try onDisk { () throws(SystemFault) in
        var log = try RunLog(opening: disk)
        var store = if let opened { opened } else { try RecordStore(opening: records, in: disk) }
        let acceptance = Acceptance(time: disk.now / 1_000_000, reason: "it is right")
        let found = try acceptor.accept(
          stale,
          acceptance,
          in: &store,
          clock: SimulatedClock(machine: machine)
        ).faults
        guard found.isEmpty else { return found }
        for candidate in stale {
          let name = workspace.graph.name(of: candidate.stage)
          let line = LogLine(run: store.memory.histories[name]?.record?.run ?? "")
          try log.append(line.line(accepting: name, acceptance, stale: candidate.reasons))
        }
        try log.synchronize()
        return []
      }
    }
    if !faults.isEmpty { throw .acceptance(faults) }
    return (stale.map { workspace.graph.name(of: $0.stage) }, records.memory.isBlank)
  }

  /// Performs `pipeline clean`; returns the files that it removed.
  func clean(_ names: [String], isForced: Bool) throws(Refusal) -> [String] {
    let workspace = try workspace()
    let selected = try select(Request(selection: Selection(stages: names)), workspace)
    _ = try lock()
    let records = try records(workspace)
    endLeftovers(of: records.memory, workspace)
    _ = try recover(records, workspace)
    let memory = try memory(of: workspace)
    let finder = OutputFinder(workspace: workspace, histories: memory.histories)
    var decision = OutputCleaning(
      graph: workspace.graph,
      histories: memory.histories,
      ownFiles: [Path("Pipeline.swift"), Path("parameters.json")],
      rule: CleaningRule(isForced: isForced)
    )
    let cleaning = decision.cleaning(of: finder.outputs(of: selected))
    _ = Remover(files: disk).remove(cleaning)
    return cleaning.items.map(\.path.text)
  }
}
