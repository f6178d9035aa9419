internal import PipelineDescription
package import PipelinePlanning

/// The printed output of `pipeline status`.
package struct StatusText {
  private let graph: Graph
  private let status: Status
  /// The states whose stages are listed; empty means all stages.
  private let states: [StageStatus.State]
  private let display: Display
  private let lines: StatusLines

  /// The maximum number of stages for which every stage has a line.
  ///
  /// With more stages, equal reasons are told once, and up-to-date stages are only counted. Of each other
  /// state, at most this many stages have a line.
  private static let listLimit = 20

  private static let formerLimit = 10

  /// Takes the values to show; `now` is in milliseconds since 1970.
  package init(
    graph: Graph,
    status: Status,
    states: [StageStatus.State] = [],
    display: Display = Display(),
    now: Int64
  ) {
    self.graph = graph
    self.status = status
    self.states = states
    self.display = display
    let names = status.stages.map { graph.name(of: $0.stage) }
    lines = StatusLines(names: names, display: display, now: now)
  }

  package var text: String {
    let style = display.style
    // The beginning of a long text may have left the screen, so the counts are at its end.
    let isLong = status.stages.count > Self.listLimit
    let first = dotted([
      style.paint(graph.name.printable, .bold), counted(status.stages.count, "stage"),
      isLong ? nil : status.countsText,
    ])
    let all =
      [first] + runLines + stageLines + formerLines + style.hintLines(hint)
      + (isLong ? [status.countsText] : [])
    return style.spelled(all.map { $0 + "\n" }.joined())
  }

  /// The lines of the run in progress, else of the last run.
  private var runLines: [String] {
    if status.run.isIdle { return status.last.map { [lines.last($0)] } ?? [] }
    let left = status.left.map { leftText($0, isOverdue: status.isOverdue) }
    return lines.goingOn(status.run, left: left)
  }

  private var stageLines: [String] {
    if !states.isEmpty {
      let shown = status.stages.filter { states.contains($0.state) }
      if shown.isEmpty {
        let words = states.map(\.words).joined(separator: " or ")
        return ["no stage is \(words)"]
      }
      return shown.flatMap(line)
    }
    let isShort = status.stages.count <= Self.listLimit || display.isVerbose
    return isShort ? status.stages.flatMap(line) : longList
  }

  /// The lines of a pipeline with many stages.
  private var longList: [String] {
    let urgent: [StageStatus.State] = [.running, .failed, .interrupted]
    let told = urgent.flatMap { state -> [String] in
      let (shown, left) = shortened(status.stages.filter { $0.state == state }, to: Self.listLimit)
      return shown.flatMap(line) + (left > 0 ? ["… and \(left) more \(state.words) (-v)"] : [])
    }
    var (stale, mayRun) = (ReasonGroups(), ReasonGroups())
    for stage in status.stages {
      let name = graph.name(of: stage.stage)
      switch stage.state {
      case .stale: stale.add(name, stage.reasons, display.time)
      case .mayRun:
        let reason = "may run: depends on \(listed(stage.pending))"
        mayRun.add(name, reason: reason, kind: "may run: depends on other stages")
      case .running, .failed, .interrupted, .upToDate: break
      }
    }
    return told + stale.lines(.start, display.style) + mayRun.lines(.idle, display.style)
  }

  private func line(_ stage: StageStatus) -> [String] {
    lines.stage(stage, name: graph.name(of: stage.stage))
  }

  /// The files that no stage makes any more; empty if only some stages are shown.
  private var formerLines: [String] {
    let outputs = status.formerOutputs
    let isWhole = states.isEmpty && status.stages.count == graph.nodes.count
    if !isWhole || outputs.isEmpty { return [] }
    let (shown, left) = shortened(outputs, to: Self.formerLimit)
    let width = columnWidth(of: shown.map { $0.path.text })
    let (files, them) = outputs.count == 1 ? ("this file", "it") : ("these files", "them")
    let command = display.style.advice("`pipeline clean --obsolete`")
    return ["no stage makes \(files) anymore (\(command) removes \(them)):"]
      + shown.map { output in
        "  \(output.path.printable.padded(to: width))"
          + "  made by \(output.stage.printable) \(output.run.text)"
      } + (left > 0 ? ["  … and \(left) more"] : [])
  }

  private var hint: String? {
    let name = { (state: StageStatus.State) in
      status.stages.first { $0.state == state && (state != .failed || $0.last?.log != nil) }
        .map { shellQuoted(graph.name(of: $0.stage)).printable }
    }
    if let running = name(.running) {
      return "`pipeline log --follow --output \(running)` shows what it prints"
    }
    if !status.run.isIdle { return "`pipeline log --follow` follows the run" }
    if let failed = name(.failed) {
      return "`pipeline log --output \(failed)` shows what it printed; `pipeline --failed` runs"
        + " \(status.count(.failed) == 1 ? "it" : "the failed stages") again"
    }
    if status.count(.failed) > 0 { return "`pipeline --failed` runs the failed stages again" }
    guard status.stages.contains(where: { $0.state != .upToDate }) else { return nil }
    // If only the first reason is shown, the hint names the command that shows all.
    let isCut = !display.isVerbose
    let cut = isCut ? status.stages.first { $0.state == .stale && $0.reasons.count > 1 } : nil
    let next =
      cut.map { "why \(shellQuoted(graph.name(of: $0.stage)).printable)` gives every reason" }
      ?? "-n` shows the plan"
    return "`pipeline` runs the stale stages; `pipeline \(next)"
  }
}

extension StageStatus.State {
  /// The state in words that can follow a count: `2 up to date`.
  package var words: String {
    switch self {
    case .running: "running"
    case .failed: "failed"
    case .interrupted: "interrupted"
    case .stale: "stale"
    case .mayRun: "may run"
    case .upToDate: "up to date"
    }
  }

  var mark: Style.Mark {
    switch self {
    case .running, .stale: .start
    case .failed: .failure
    case .interrupted, .mayRun: .idle
    case .upToDate: .success
    }
  }
}

extension Status {
  /// The number of stages in each state: `1 failed, 2 up to date`; empty if there are no stages.
  var countsText: String {
    nonzero(StageStatus.State.allCases.map { (count($0), $0.words) })
  }
}
