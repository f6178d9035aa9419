import PipelineDescription
import PipelineTestSupport

@testable import PipelinePlanning

/// Makes events of every logged kind, with every kind of reason, end and warning, whose names are bad.
struct EventGenerator {
  private let names: [String]
  private let path: Path
  private let fault: SystemFault
  private var random: SeededGenerator

  static func events(using random: inout SeededGenerator) -> [Event] {
    var generator = EventGenerator(&random)
    return generator.runs + generator.attempts + generator.stages
      + generator.warnings.map { .warning($0) } + generator.others
  }

  private init(_ random: inout SeededGenerator) {
    names = (0..<6).map { _ in Self.name(using: &random) }
    path = Path(names[0])
    fault = SystemFault(number: 5, words: names[1])
    self.random = random
  }

  private var runs: [Event] {
    mutating get {
      var start = Event.RunStart()
      (start.run, start.time, start.pipeline) = ("R", time(), names[0])
      (start.selected, start.toRun, start.mayRun) = (number(), number(), number())
      (start.jobs, start.arguments) = (number(), names)
      start.parameters = [
        Event.RunStart.Parameter(name: "a" + names[1], value: .integer(.min)),
        Event.RunStart.Parameter(name: "b", value: .number(1)),
        Event.RunStart.Parameter(name: "c", value: .truth(true)),
        Event.RunStart.Parameter(name: "d", value: .text(names[2])),
      ]
      (start.version, start.host, start.process) = (names[3], names[4], 7)
      (start.commit, start.isDirty) = (maybe(names[5]), maybe(false))
      start.parameterChanges = [ParameterChange(name: names[1], value: "a", before: names)]
      (start.onlyTimes, start.stages) = (number(), maybe(names[0]).map { [$0] } ?? [])
      (start.isForced, start.keepsGoing) = (maybe(true) ?? false, maybe(true) ?? false)
      start.user = maybe(names[0])
      start.cores = maybe(8)
      start.executor = maybe("local")
      start.graph = maybe("0123456789abcdef")
      var end = Event.RunSummary(
        run: "R",
        time: time(),
        duration: seconds(),
        succeeded: number(),
        upToDate: number(),
        failed: names,
        blocked: [names[0]],
        cancelled: [],
        signal: maybe(2),
        staleDownstream: names,
        fault: maybe(fault),
        adopted: number()
      )
      let failed = end
      end = Event.RunSummary(run: "R", time: time(), succeeded: 1)
      let succeeded = end
      end.otherOutcome = "paused"
      return [.runStarted(start), .runFinished(failed), .runFinished(succeeded), .runFinished(end)]
    }
  }

  private var attempts: [Event] {
    mutating get {
      var start = Event.AttemptStart(
        stage: names[0],
        number: 2,
        time: time(),
        reasons: Array(reasons.prefix(90)),
        log: names[1]
      )
      start.ready = maybe(time())
      start.host = maybe(names[2])
      start.job = maybe(names[3])
      start.waits = [
        Event.AttemptStart.Wait(what: "slot", seconds: seconds()),
        Event.AttemptStart.Wait(what: "resource", name: names[4], seconds: seconds()),
      ]
      let decisions: [RetryDecision?] = [
        nil, .again(after: seconds()), .exhausted, .notWorth, .runEnding, .other("elsewhere"),
      ]
      let finished = ends.enumerated().map { index, end in
        Event.attemptFinished(
          Event.AttemptSummary(
            stage: names[0],
            number: index,
            start: time(),
            duration: seconds(),
            end: end,
            reasons: [reasons[index]],
            commands: names,
            log: maybe(names[1]),
            usage: usage(),
            decision: decisions[index % decisions.count],
            undone: [nil, .restored, .removed][index % 3]
          )
        )
      }
      var script = Event.ScriptSummary()
      (script.stage, script.attempt, script.index) = (names[0], 3, 1)
      (script.command, script.start, script.duration) = (names[1], time(), seconds())
      (script.end, script.usage) = (.exited(code: 1, script: 1), usage())
      return [.attemptStarted(start), .scriptFinished(script)] + finished
    }
  }

  private var stages: [Event] {
    mutating get {
      ends.enumerated().map { index, end in
        let last = Event.AttemptSummary(
          stage: names[0],
          number: index,
          end: end,
          reasons: Array(reasons.prefix(90)),
          commands: names,
          log: maybe(names[1]),
          usage: usage(),
          decision: maybe(.exhausted),
          undone: maybe(.removed)
        )
        var stage = Event.StageSummary(
          last: last,
          start: time(),
          duration: seconds(),
          leftOutputs: Bool.random(using: &random)
        )
        let file = Event.OutputFile(
          path: names[2],
          size: 1 << 40,
          change: [.new, .changed, .same][index % 3],
          digest: maybe("ab")
        )
        stage.setOutputs(Array(repeating: file, count: [0, 2, 200][index % 3]))
        return .stageFinished(stage)
      }
    }
  }

  private var others: [Event] {
    mutating get {
      var acceptance = Event.Acceptance()
      (acceptance.stage, acceptance.time, acceptance.reason) = (names[0], time(), names[1])
      (acceptance.user, acceptance.reasons) = (maybe(names[2]), [.forced])
      var cleanup = Event.Cleanup()
      (cleanup.time, cleanup.user, cleanup.reason) = (time(), maybe(names[0]), maybe(names[1]))
      (cleanup.places, cleanup.size) = (names, 7)
      cleanup.setFiles(names)
      return [
        .accepted(acceptance), .cleaned(cleanup), .other(kind: "metric", text: names[3]),
      ]
    }
  }

  private var ends: [AttemptEnd] {
    let faults: [LaunchFault] = [
      .missing(names[0]), .notExecutable(names[0]), .isFolder(names[0]), .isNotFile(names[0]),
      .workingFolderMissing(names[0]), .interpreterMissing(names[3], script: names[4]),
      .windowsLineEnds(script: names[0]), .noInterpreter(names[0]),
      .argumentsTooLong(bytes: 2, limit: 1), .argumentTooLong(index: 0, bytes: 2, limit: 1),
      .variableTooLong(name: names[0], bytes: 2, limit: 1), .zeroByte(in: names[0]),
      .system(fault, call: names[2]),
    ]
    let others: [AttemptEnd] = [
      .succeeded, .stopped, .exited(code: .min, script: 0), .signaled(signal: 9, script: 1),
      .timedOut(after: .milliseconds(1234), script: .max),
      .idled(for: .milliseconds(1234), script: .max), .inputsMissing(names),
      .outputsMissing([]), .outputOfOtherKind(names[0], .file),
      .outputOfOtherKind(names[0], .folder), .outputOfOtherKind(names[0], .special),
      .systemFailed(fault, path: names[0]), .other(kind: "lost", text: names[1]),
    ]
    return others + faults.map { .notStarted($0, script: 2) }
  }

  private var reasons: [Reason] {
    let stamp = Stamp(size: .max, modified: .min, link: names[2])
    let changes: [Reason.Change] = [
      .missing, .appeared, .unreadable(fault),
      .changed(from: stamp, to: Stamp(kind: .folder, size: 0, modified: 1)),
      .changed(from: stamp, to: Stamp(kind: .special, size: 0, modified: .max)),
    ]
    let parts: [Reason] = [
      .recipe(.scripts, from: names, to: []), .recipe(.command, from: [names[0]], to: [names[1]]),
      .recipe(.arguments(script: names[0]), from: names, to: []),
      .recipe(.interpreter(script: names[0]), from: [], to: [names[1]]),
      .recipe(.shell, from: [names[0]], to: [names[1]]),
      .recipe(.parameter(names[0]), from: [names[1]], to: [names[0]]),
      .recipe(.variable(names[0]), from: [], to: []),
    ]
    let plain: [Reason] = [
      .lastAttemptInterrupted, .runsNow(since: nil), .runsNow(since: 5), .neverRun, .alwaysRuns,
      .changedMeanwhile(path), .newer(input: path, output: Path(names[1])),
      .upstreamRanAgain(names[0]), .forced, .other(kind: "moon", text: names[3]),
    ]
    let clauses = Reason.Clause.allCases.map { Reason.declared($0, added: names, removed: []) }
    let files = Reason.Role.allCases.flatMap { role in
      changes.map { Reason.file(role, path, $0) }
        + [.set(role, pattern: names[0], added: [path], removed: names.map { Path($0) })]
    }
    return plain + parts + clauses + files + ends.map { .lastAttemptFailed($0) }
  }

  private var warnings: [Event.Warning] {
    mutating get {
      let isTrue = Bool.random(using: &random)
      return [
        .upstreamStale(
          stage: names[0],
          upstream: names[1],
          reason: reasons[3],
          others: isTrue ? names : []
        ),
        .stagesLack(stages: names, what: names[0], name: names[1]),
        .nearTimeLimit(
          stage: names[0],
          limit: seconds(),
          usual: maybe(seconds()),
          inJSON: isTrue
        ),
        .memoryAboveDeclared(stage: names[0], declared: 5, peak: .max),
        .inputChangedMeanwhile(stage: names[0], path: names[1], again: isTrue),
        .outputKept(stage: names[0], path: names[1], copy: names[2]),
        .futureTime(stage: names[0], path: names[1]), .recordsDamaged(count: 3),
        .recordsNotWritten(fault), .logNotWritten(fault), .manifestChanged(path: names[0]),
        .outputsUndone(
          stage: names[0],
          run: names[1],
          isRestored: isTrue,
          kept: maybe(names[2])
        ),
        .outputsNotUndone(stage: names[0], path: names[1], fault),
        .asideUnknown(folder: names[0]),
        .leftBehind(stage: names[0], Orphans(processes: [1, 2], isGone: isTrue)),
        .longGlob(stage: names[0], pattern: names[1], bytes: 3, limit: 2),
        .undeclaredArgument(stage: names[0], path: names[1], others: isTrue ? [] : names),
        .other(kind: "heat", text: names[4]),
      ]
    }
  }

  private mutating func maybe<Value>(_ value: Value) -> Value? {
    Bool.random(using: &random) ? value : nil
  }

  private mutating func number() -> Int { .random(in: 0...9, using: &random) }

  /// Seconds with as many digits as the log has.
  private mutating func seconds() -> Double {
    Double(Int.random(in: 0...10_000_000, using: &random)) / 1000
  }

  private mutating func time() -> Int64 {
    .random(in: 0...4_000_000_000_000, using: &random)
  }

  private mutating func usage() -> ResourceUsage {
    ResourceUsage(peakMemory: maybe(12_345), cpu: maybe(0.1 + 0.2))
  }

  /// A name that forges lines, controls the terminal or hides text.
  private static func name(using random: inout SeededGenerator) -> String {
    let pieces = [
      "a", "\n", "\r\n", "\"}", "\\", "\u{0}", "\u{1B}[2J", "\u{9B}", "\u{2028}", "\u{202E}", "é",
      "{\"stage\":\"b\",\"success\":true}", "😀", "\t", "\u{7F}", " ",
    ]
    return (0..<8).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }
}
