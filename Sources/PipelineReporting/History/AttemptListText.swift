package import PipelinePlanning

/// The attempts of some stages through the runs, and what was accepted of them between: what
/// `pipeline log --stage` prints.
package struct AttemptListText {
  private let events: [StageEvent]
  private let current: String?
  private let display: Display
  private var style: Style { display.style }
  private var time: TimeDisplay { display.time }

  /// Takes the events, the newest first, and the id of the run that goes on.
  ///
  /// They are printed the other way round, as a shell's history is.
  package init(events: [StageEvent], current: String?, display: Display = Display()) {
    self.events = events.reversed()
    self.current = current
    self.display = display
  }

  /// The lines, the last with its end.
  package var text: String {
    let width = columnWidth(of: events.map(\.stage))
    let lines = events.map { event in
      switch event {
      case .attempt(let attempt): line(attempt, width)
      case .acceptance(let run, let acceptance):
        line(
          .success,
          at: acceptance.time,
          acceptance.stage.printable.padded(to: width),
          [acceptance.text, first(of: acceptance.reasons)],
          place: "run \(run)"
        )
      }
    }
    return style.spelled(lines.joined())
  }

  private func line(_ attempt: AttemptEvents, _ width: Int) -> String {
    let isRunning = attempt.end == nil && attempt.run == current
    let number = attempt.number > 1 ? "attempt \(attempt.number)" : nil
    return line(
      isRunning ? .start : attempt.mark,
      at: attempt.start,
      attempt.stage.printable.padded(to: width),
      [isRunning ? "running" : attempt.endText, number] + attempt.amounts
        + [attempt.retryText, first(of: attempt.reasons)],
      place: attempt.log ?? "run \(attempt.run)"
    )
  }

  /// The line of an event, and below it the file with what was printed; where there is none the run.
  private func line(
    _ mark: Style.Mark,
    at moment: Int64?,
    _ stage: String,
    _ parts: [String?],
    place: String
  ) -> String {
    let when = moment.map(time.dayAndMoment) ?? "".padded(to: time.dayAndMoment(0).count)
    return "\(style.mark(mark)) \(when)  \(stage)  \(dotted(parts))\n"
      + "    \(style.paint(place.printable, .dim))\n"
  }

  /// Why it ran or was stale: the first reason, and how many more.
  private func first(of reasons: [Reason]) -> String? {
    reasons.first.map { $0.text(time) + reasons.andMore }
  }
}
