internal import PipelineDescription
package import PipelinePlanning

/// The printed output of `--dry-run`.
package struct PlanText: Sendable {
  private let graph: Graph
  private let plan: Plan
  private let commands: @Sendable (StageID) -> [String]
  /// The shell's commands that set the parameters of a stage's scripts.
  private let settings: @Sendable (StageID) -> [String]
  private let facts: PlanFacts
  private let display: Display
  private let nameWidth: Int
  private var style: Style { display.style }

  /// The maximum number of reasons after the first one that are shown without `-v`.
  private static let moreReasons = 3

  /// With more stages, the text shows each reason once, and only counts up-to-date stages.
  private static let listLimit = 20

  package init(
    graph: Graph,
    plan: Plan,
    facts: PlanFacts = PlanFacts(),
    commands: @escaping @Sendable (StageID) -> [String],
    settings: @escaping @Sendable (StageID) -> [String] = { _ in [] },
    display: Display = Display()
  ) {
    self.graph = graph
    self.plan = plan
    self.facts = facts
    self.commands = commands
    self.settings = settings
    self.display = display
    nameWidth = columnWidth(of: plan.entries.map { graph.name(of: $0.stage) })
  }

  /// Returns the text, whose two halves `parallel` may build at the same time.
  package func text(_ parallel: some Parallel = Sequential()) -> String {
    let header = headerLine(
      graph.name,
      plan.entries.count,
      toRun: plan.runCount,
      mayRun: plan.mayRunCount,
      facts.parameterChanges,
      style
    )
    let isShort = plan.entries.count <= Self.listLimit || display.isVerbose
    let stages = isShort ? allStages(parallel) : groupedStages
    let end = style.hintLines(onlyTimesHint(facts.onlyTimes)) + summary
    return style.spelled(header + "\n" + stages + end.map { $0 + "\n" }.joined())
  }

  private func allStages(_ parallel: some Parallel) -> String {
    let told = plan.entries.filter { !display.isQuiet || $0.verdict != .upToDate }
    let half = told.count / 2
    let (first, second) = parallel.both {
      text(of: told[..<half])
    } _: {
      text(of: told[half...])
    }
    return first + second
  }

  private var groupedStages: String {
    var (toRun, mayRun) = (ReasonGroups(), ReasonGroups())
    for entry in plan.entries {
      let name = graph.name(of: entry.stage)
      switch entry.verdict {
      case .upToDate: break
      case .run(let reasons): toRun.add(name, reasons, display.time)
      case .mayRun(let stages):
        let reason = "may run: depends on \(listed(stages))"
        mayRun.add(name, reason: reason, kind: "may run: depends on other stages")
      }
    }
    let entries = Dictionary(firstOf: plan.entries.map { (graph.name(of: $0.stage), $0) })
    let alone = { (name: String) in entries[name].map { lines(of: $0) } ?? [] }
    let all = toRun.lines(.start, style, alone: alone) + mayRun.lines(.idle, style, alone: alone)
    return all.map { $0 + "\n" }.joined()
  }

  /// Appends all lines to one text, because extra copies are noticeable with a hundred thousand stages.
  private func text(of entries: ArraySlice<Plan.Entry>) -> String {
    var text = ""
    for line in entries.lazy.flatMap({ lines(of: $0) }) {
      text += line
      text += "\n"
    }
    return text
  }

  private func lines(of entry: Plan.Entry) -> [String] {
    let name = graph.name(of: entry.stage).printable.padded(to: nameWidth)
    switch entry.verdict {
    case .upToDate: return ["\(style.mark(.success)) \(name)  \(style.paint("up to date", .dim))"]
    case .mayRun(let stages):
      let why = "may run: depends on \(listed(stages))"
      return ["\(style.mark(.idle)) \(name)  \(why)"] + commandLines(entry.stage)
    case .run(let reasons):
      let first = reasons.first?.text(display.time) ?? "stale"
      return ["\(style.mark(.start)) \(name)  \(first)"]
        + furtherLines(reasons.dropFirst(), of: entry.stage)
        + commandLines(entry.stage)
    }
  }

  private func furtherLines(_ reasons: ArraySlice<Reason>, of stage: StageID) -> [String] {
    let indent = String(repeating: " ", count: nameWidth + 4)
    let (shown, left) = shortened(reasons, to: display.limit(Self.moreReasons))
    let lines = shown.map { indent + $0.text(display.time) }
    if left == 0 { return lines }
    let why = style.advice("`pipeline why \(shellQuoted(graph.name(of: stage)))`")
    return lines + ["\(indent)… and \(counted(left, "more reason")) (\(why.printable))"]
  }

  private func commandLines(_ stage: StageID) -> [String] {
    (settings(stage) + commands(stage)).flatMap(\.printableLines)
      .map { "  " + style.paint($0, .dim) }
  }

  private var summary: [String] {
    let upToDate = plan.entries.count - plan.runCount - plan.mayRunCount
    if plan.runCount == 0 && plan.mayRunCount == 0 {
      return ["\(style.mark(.success)) nothing to do · \(upToDate) up to date"]
    }
    let counts = nonzero([
      (plan.runCount, "to run"), (plan.mayRunCount, "may run"), (upToDate, "up to date"),
    ])
    return [
      counts + " · dry run: nothing was changed", facts.price.text(mayRun: plan.mayRunCount > 0),
    ]
  }
}
