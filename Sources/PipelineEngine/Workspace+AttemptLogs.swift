internal import PipelinePlanning
internal import PipelineSystem

extension Workspace {
  /// Returns the attempts of each run that has an unfinished attempt, sorted by run, then by stage.
  ///
  /// Finished attempts of such a run are included, because they could have left orphans.
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

  /// Whether the stage is still declared, or at least no other stage makes the attempt's outputs now.
  private func mayGoOn(_ attempt: RecordedAttempt, of stage: String) -> Bool {
    if graph.stage(named: stage) != nil { return true }
    return !graph.nodes.lazy.flatMap(\.outputs).contains { output in
      attempt.before.outputs.contains { made in
        made.pattern == output.text || made.files.contains { output.matches($0.path) }
      }
    }
  }

  /// Returns the absolute paths of a run's attempt logs, each with its stage, sorted by path.
  ///
  /// For each stage in `stages`, they include the first log even if the run's folder cannot be read.
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

  /// Returns the stage that `attemptLog` put into a file name; nil for other names.
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
