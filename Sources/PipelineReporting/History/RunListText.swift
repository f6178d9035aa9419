package import PipelinePlanning

/// The last runs, a line each: what `pipeline log` prints.
package struct RunListText {
  private let runs: [RunOverview]
  private let current: String?
  private let style: Style
  private let time: TimeDisplay

  /// Takes the runs, the newest first, and the id of the run that goes on.
  ///
  /// They are printed the other way round, as a shell's history is.
  package init(
    runs: [RunOverview],
    current: String?,
    style: Style = .plain,
    time: TimeDisplay = .utc
  ) {
    self.runs = runs.reversed()
    self.current = current
    self.style = style
    self.time = time
  }

  /// The lines, the last with its end.
  package var text: String {
    let outcomes = runs.map { $0.outcome(goesOn: $0.run.id == current) }
    let width = outcomes.map(\.count).max() ?? 0
    let lines = zip(runs, outcomes).map { overview, outcome in
      let parts = [
        overview.run.end.map { durationText($0.duration) },
        overview.counts.isEmpty ? nil : overview.counts, overview.run.start?.command.printable,
      ]
      let when =
        overview.run.start.map { time.dayAndMoment($0.time) }
        ?? "".padded(to: time.dayAndMoment(0).count)
      return "\(style.mark(overview.mark(goesOn: overview.run.id == current)))"
        + " \(overview.run.id.printable)  \(when)  \(outcome.padded(to: width))"
        + "  \(parts.compactMap(\.self).joined(separator: " · "))\n"
    }
    return style.spelled(lines.joined())
  }
}
