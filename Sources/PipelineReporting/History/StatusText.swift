internal import PipelineDescription
package import PipelinePlanning

/// The printed output of `pipeline status`.
package struct StatusText {
  let graph: Graph
  private let status: Status
  /// Only stages in these states are listed; empty means all stages.
  private let states: [StageStatus.State]
  let display: Display
  let now: Int64
  let nameWidth: Int
  var style: Style { display.style }

  /// The maximum number of stages for which every stage has a line.
  ///
  /// With more stages, the text shows each reason once, and only counts up-to-date stages. Of each other
  /// state, at most this many stages have a line.
  private static let listLimit = 20

  private static let formerLimit = 10

  /// `now` is in milliseconds since 1970.
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
    self.now = now
    nameWidth = columnWidth(of: status.stages.map { graph.name(of: $0.stage) })
  }

  package var text: String {
    // The beginning of a long text may have left the screen, so the counts are at its end.
    let isLong = status.stages.count > Self.listLimit
    let first = dotted([
      style.paint(graph.name.printable, .bold), counted(status.stages.count, "stage"),
      isLong ? nil : countsText,
    ])
    let all =
      [first] + runLines + stageLines + formerLines + style.hintLines(hint)
      + (isLong ? [countsText] : [])
    return style.spelled(all.map { $0 + "\n" }.joined())
  }

  private var countsText: String {
    nonzero(StageStatus.State.allCases.map { (status.count($0), $0.words) })
  }

  /// The lines of the run in progress, else of the last run.
  private var runLines: [String] {
    if status.run.isIdle { return status.last.map { [last($0)] } ?? [] }
    let left = status.left.map { leftText($0, isOverdue: status.isOverdue) }
    return goingOn(status.run, left: left)
  }

  private var stageLines: [String] {
    if !states.isEmpty {
      let shown = status.stages.filter { states.contains($0.state) }
      let words = states.map(\.words).joined(separator: " or ")
      return shown.isEmpty ? ["no stage is \(words)"] : shown.flatMap(lines)
    }
    let isShort = status.stages.count <= Self.listLimit || display.isVerbose
    return isShort ? status.stages.flatMap(lines) : longList
  }

  /// The lines of a pipeline with many stages.
  private var longList: [String] {
    let urgent: [StageStatus.State] = [.running, .failed, .interrupted]
    let told = urgent.flatMap { state -> [String] in
      let (shown, left) = shortened(status.stages.filter { $0.state == state }, to: Self.listLimit)
      return shown.flatMap(lines) + (left > 0 ? ["… and \(left) more \(state.words) (-v)"] : [])
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
    return told + stale.lines(.start, style) + mayRun.lines(.idle, style)
  }

  /// Lines about files that no stage makes anymore; empty if only some stages are shown.
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
  /// The state in words that can follow a count, as in `2 up to date`.
  var words: String { rawValue.split(separator: "-").joined(separator: " ") }

  var mark: Style.Mark {
    switch self {
    case .running, .stale: .start
    case .failed: .failure
    case .interrupted, .mayRun: .idle
    case .upToDate: .success
    }
  }
}
