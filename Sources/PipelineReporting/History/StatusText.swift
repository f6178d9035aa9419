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

  /// With more stages than this, the text lists no up-to-date stages, at most this many stale stages, and at
  /// most this many that may run.
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
    let first = dotted([
      style.paint(graph.name.printable, .bold), counted(status.stages.count, "stage"),
      nonzero(StageStatus.State.allCases.map { (status.count($0), $0.words) }),
    ])
    let all = [first] + runLines + stageLines + formerLines + style.hintLines(hint)
    return style.spelled(all.map { $0 + "\n" }.joined())
  }

  /// The lines of the run in progress, else of the last run.
  private var runLines: [String] {
    if status.run.isIdle { return status.last.map { [last($0)] } ?? [] }
    return goingOn(status.run)
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

  /// The lines of all stages that run, failed or were interrupted, and of some that are stale or may run.
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
    return told.flatMap(lines) + more
  }

  /// Lines about files that no stage makes anymore; empty if only some stages are shown.
  private var formerLines: [String] {
    let outputs = status.formerOutputs
    let isWhole = states.isEmpty && status.stages.count == graph.nodes.count
    if !isWhole || outputs.isEmpty { return [] }
    let (shown, left) = shortened(outputs, to: Self.formerLimit)
    let width = columnWidth(of: shown.map { $0.path.text })
    let files = outputs.count == 1 ? "this file" : "these files"
    return ["no stage makes \(files) anymore:"]
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
