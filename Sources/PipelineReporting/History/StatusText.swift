internal import PipelineDescription
package import PipelinePlanning

/// Where the stages stand, as people read it: what `pipeline status` prints.
package struct StatusText {
  /// What is said, and how.
  package struct Options: Sendable {
    /// Only stages in one of these states, each of them with a line; none for all stages.
    package var states: [StageStatus.State]
    package var verbosity: Verbosity
    package var style: Style
    package var time: TimeDisplay
    /// The moment at which it is told, in milliseconds since 1970.
    package var now: Int64

    package init(
      states: [StageStatus.State] = [],
      verbosity: Verbosity = .normal,
      style: Style = .plain,
      time: TimeDisplay = .utc,
      now: Int64
    ) {
      self.states = states
      self.verbosity = verbosity
      self.style = style
      self.time = time
      self.now = now
    }
  }

  private let graph: Graph
  private let status: Status
  private let options: Options
  private let lines: StatusLines

  /// How many stages have a line each; of more only what is not up to date, and so many of each kind.
  private static let listLimit = 20

  /// Takes what is to be told.
  package init(graph: Graph, status: Status, options: Options) {
    self.graph = graph
    self.status = status
    self.options = options
    lines = StatusLines(
      names: status.stages.map { graph.name(of: $0.stage) },
      options: options
    )
  }

  /// The lines, the last with its end.
  package var text: String {
    let style = options.style
    let counts = status.countsText
    let parts = [
      style.paint(graph.name.printable, .bold), counted(status.stages.count, "stage"), counts,
    ].filter { !$0.isEmpty }
    let all = [parts.joined(separator: " · ")] + runLines + stageLines + formerLines + hintLines
    return style.spelled(all.map { $0 + "\n" }.joined())
  }

  /// The run that goes on, else the last one.
  private var runLines: [String] {
    if status.run.isIdle { return status.last.map { [lines.last($0)] } ?? [] }
    return lines.goingOn(status.run)
  }

  private var stageLines: [String] {
    if !options.states.isEmpty {
      let shown = status.stages.filter { options.states.contains($0.state) }
      if shown.isEmpty {
        let words = options.states.map(\.words).joined(separator: " or ")
        return ["no stage is \(words)"]
      }
      return shown.flatMap(line)
    }
    let isShort = status.stages.count <= Self.listLimit || options.verbosity == .verbose
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
    let isWhole = options.states.isEmpty && status.stages.count == graph.nodes.count
    let outputs = isWhole ? status.formerOutputs : []
    return FormerOutputLines(outputs: outputs, style: options.style).lines
  }

  /// The one thing to do next.
  private var hintLines: [String] {
    guard let hint else { return [] }
    return ["\(options.style.paint("hint:", .cyan)) \(hint)"]
  }

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
    let isCut = options.verbosity != .verbose
    let cut = isCut ? status.stages.first { $0.state == .stale && $0.reasons.count > 1 } : nil
    let next =
      cut.map { "why \(shellQuoted(graph.name(of: $0.stage)).printable)` gives every reason" }
      ?? "-n` shows the plan"
    return "`pipeline` runs what must run; `pipeline \(next)"
  }
}
