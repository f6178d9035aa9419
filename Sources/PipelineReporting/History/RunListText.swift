package import PipelinePlanning

/// The last runs, a line each: what `pipeline log` prints.
package struct RunListText {
  private let runs: [RunOverview]
  private let current: String?
  private let display: Display
  private var style: Style { display.style }
  private var time: TimeDisplay { display.time }

  /// Takes the runs, the newest first, and the id of the run that goes on.
  ///
  /// They are printed the other way round, as a shell's history is.
  package init(runs: [RunOverview], current: String?, display: Display = Display()) {
    self.runs = runs.reversed()
    self.current = current
    self.display = display
  }

  /// The lines, the last with its end.
  package var text: String {
    let outcomes = runs.map { $0.outcome(goesOn: $0.run.id == current) }
    let width = outcomes.map(\.count).max() ?? 0
    let lines = zip(runs, outcomes).map { overview, outcome in
      let parts = dotted([
        overview.run.end.map { durationText($0.duration) }, overview.counts,
        overview.run.start?.command.printable,
      ])
      let when =
        overview.run.start.map { time.dayAndMoment($0.time) }
        ?? "".padded(to: time.dayAndMoment(0).count)
      return "\(style.mark(overview.mark(goesOn: overview.run.id == current)))"
        + " \(overview.run.id.printable)  \(when)  \(outcome.padded(to: width))"
        + "  \(parts)\n"
    }
    return style.spelled(lines.joined())
  }
}
