internal import PipelinePlanning
internal import PipelineSystem

extension Workspace {
  /// Returns all attempts of each run with an unfinished attempt, sorted by run, then by stage, because the
  /// finished attempts of such a run could have left orphans, too.
  func openAttempts(_ records: Records) -> [OpenAttempt] {
    var begun: [String: Set<String>] = [:]
    for (stage, history) in records.histories.unfinished {
      guard case .started(let run) = history.lastAttempt else { continue }
      begun[run, default: []].insert(stage)
    }
    return begun.sorted { $0.key < $1.key }.flatMap { run, stages in
      Dictionary(grouping: attemptLogs(of: run, begun: stages), by: \.stage)
        .sorted { $0.key < $1.key }
        .map { stage, logs in
          let recorded = records.openAttempts[stage].flatMap { $0.run == run ? $0 : nil }
          var open = OpenAttempt(stage: stage, run: run)
          (open.number, open.handle) = (recorded?.number, recorded?.handle)
          open.logs = logs.map(\.path)
          if let recorded { open.mayGoOn = mayGoOn(recorded, of: stage) }
          return open
        }
    }
  }

  /// Whether the manifest still has the stage, or at least no stage makes the attempt's outputs now.
  private func mayGoOn(_ attempt: RecordedAttempt, of stage: String) -> Bool {
    if graph.stage(named: stage) != nil { return true }
    return !graph.nodes.lazy.flatMap(\.outputs).contains { output in
      attempt.before.outputs.contains { made in
        made.pattern == output.text || made.files.contains { output.matches($0.path) }
      }
    }
  }

  /// Returns a run's attempt logs, sorted by absolute path; includes the first log of each stage in `stages`
  /// even if the run's folder cannot be read.
  package func attemptLogs(
    of run: String,
    begun stages: Set<String>
  ) -> [(stage: String, path: String)] {
    let names = (try? files.entries(of: Self.runFolder(run)))?.map(\.name) ?? []
    var logs = names.compactMap { name in
      Self.stage(ofLog: name).map { ($0, Self.runFolder(run).appending(name)) }
    }
    for stage in stages {
      let first = Self.attemptLog(of: AttemptKey(stage: stage, run: run, number: 1))
      if !logs.contains(where: { $0.1 == first }) { logs.append((stage, first)) }
    }
    return logs.sorted { $0.1 < $1.1 }.map { ($0.0, resolver.absolute($0.1).text) }
  }

  /// Returns the stage from a file name that `attemptLog` built; nil for other names.
  static func stage(ofLog name: [UInt8]) -> String? {
    let parts = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count >= 3, parts.last?.elementsEqual("log".utf8) == true,
      let number = parts.dropLast().last, !number.isEmpty,
      number.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
    else { return nil }
    let length = name.count - number.count - ".".utf8.count - ".log".utf8.count
    return length > 0 ? String(decoding: name.prefix(length), as: UTF8.self) : nil
  }
}
