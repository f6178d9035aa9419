internal import PipelineDescription
package import PipelinePlanning

/// Where the stages stand, as people read it: what `pipeline status` prints.
package struct StatusText {
  private let graph: Graph
  private let status: Status
  /// Only stages in one of these states, each of them with a line; none for all stages.
  private let states: [StageStatus.State]
  private let display: Display
  private let lines: StatusLines

  /// How many stages have a line each; of more only what is not up to date, and so many of each kind.
  private static let listLimit = 20

  /// So many files that no stage makes any more are named.
  private static let formerLimit = 10

  /// Takes what is to be told, and the moment at which it is, in milliseconds since 1970.
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

  /// The lines, the last with its end.
  package var text: String {
    let style = display.style
    let first = dotted([
      style.paint(graph.name.printable, .bold), counted(status.stages.count, "stage"),
      status.countsText,
    ])
    let all = [first] + runLines + stageLines + formerLines + style.hintLines(hint)
    return style.spelled(all.map { $0 + "\n" }.joined())
  }

  /// The run that goes on, else the last one.
  private var runLines: [String] {
    if status.run.isIdle { return status.last.map { [lines.last($0)] } ?? [] }
    return lines.goingOn(status.run)
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

  /// Of many stages: what runs or went wrong, and the beginning of what waits.
  private var longList: [String] {
    var shown: [StageStatus.State: Int] = [:]
    let told = status.stages.filter { stage in
      switch stage.state {
      case .running, .failed, .interrupted: return true
      case .upToDate: return false
      case .stale, .mayRun:
        shown[stage.state, default: 0] += 1
        return shown[stage.state, default: 0] <= Self.listLimit
      }
    }
    let more = [StageStatus.State.stale, .mayRun].compactMap { state -> String? in
      let left = status.count(state) - Self.listLimit
      return left > 0 ? "… and \(left) more \(state.words) (-v)" : nil
    }
    return told.flatMap(line) + more
  }

  private func line(_ stage: StageStatus) -> [String] {
    lines.stage(stage, name: graph.name(of: stage.stage))
  }

  /// What nobody makes any more, where all is told.
  private var formerLines: [String] {
    let outputs = status.formerOutputs
    let isWhole = states.isEmpty && status.stages.count == graph.nodes.count
    if !isWhole || outputs.isEmpty { return [] }
    let (shown, left) = shortened(outputs, to: Self.formerLimit)
    let width = columnWidth(of: shown.map { $0.path.text })
    let files = outputs.count == 1 ? "this file" : "these files"
    return ["no stage makes \(files) any more:"]
      + shown.map { output in
        "  \(output.path.printable.padded(to: width))"
          + "  made by \(output.stage.printable) \(output.run.text)"
      } + (left > 0 ? ["  … and \(left) more"] : [])
  }

  /// The one thing to do next.
  private var hint: String? {
    let name = { (state: StageStatus.State) in
      status.stages.first { $0.state == state && (state != .failed || $0.last?.log != nil) }
        .map { shellQuoted(graph.name(of: $0.stage)).printable }
    }
    if let running = name(.running) {
      return "`pipeline log --follow --output \(running)` shows what it prints"
    }
    if !status.run.isIdle { return "`pipeline log --follow` tells what comes" }
    if let failed = name(.failed) {
      return "`pipeline log --output \(failed)` shows what it printed; `pipeline --failed` runs"
        + " \(status.count(.failed) == 1 ? "it" : "what failed") again"
    }
    if status.count(.failed) > 0 { return "`pipeline --failed` runs what failed again" }
    guard status.stages.contains(where: { $0.state != .upToDate }) else { return nil }
    // Where reasons were cut, the way to them.
    let isCut = !display.isVerbose
    let cut = isCut ? status.stages.first { $0.state == .stale && $0.reasons.count > 1 } : nil
    let next =
      cut.map { "why \(shellQuoted(graph.name(of: $0.stage)).printable)` gives every reason" }
      ?? "-n` shows the plan"
    return "`pipeline` runs what must run; `pipeline \(next)"
  }
}

extension StageStatus.State {
  /// The state in words, as counts have it: `2 up to date`.
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
  /// `1 failed, 2 up to date`; of no stages nothing.
  var countsText: String {
    nonzero(StageStatus.State.allCases.map { (count($0), $0.words) })
  }
}
