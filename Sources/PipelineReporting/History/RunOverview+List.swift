internal import PipelinePlanning

extension [RunOverview] {
  /// Returns the printed output of `pipeline log`; `current` is the id of the run in progress.
  ///
  /// The array begins with the newest run, but the text ends with it, like the history of a shell.
  package func listText(current: String?, display: Display = Display()) -> String {
    let (style, time) = (display.style, display.time)
    let outcomes = map { $0.outcome(goesOn: $0.run.id == current) }
    let width = outcomes.map(\.count).max() ?? 0
    let lines = zip(self, outcomes).reversed().map { overview, outcome in
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
