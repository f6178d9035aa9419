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
      let (mark, moment, parts, place) = row(of: event)
      let when = moment.map(time.dayAndMoment) ?? "".padded(to: time.dayAndMoment(0).count)
      let start = "\(style.mark(mark)) \(when)  \(event.stage.printable.padded(to: width))"
      return "\(start)  \(dotted(parts))\n    \(style.paint(place.printable, .dim))\n"
    }
    return style.spelled(lines.joined())
  }

  /// What is told of an event; its place is the file with what was printed, or the run where there is none.
  private func row(
    of event: StageEvent
  ) -> (mark: Style.Mark, moment: Int64?, parts: [String?], place: String) {
    switch event {
    case .attempt(let attempt):
      let isRunning = attempt.end == nil && attempt.run == current
      let number = attempt.number > 1 ? "attempt \(attempt.number)" : nil
      let parts =
        [isRunning ? "running" : attempt.endText, number] + attempt.amounts
        + [attempt.retryText, first(of: attempt.reasons)]
      let mark = isRunning ? .start : attempt.mark
      return (mark, attempt.start, parts, attempt.log ?? "run \(attempt.run)")
    case .acceptance(let run, let acceptance):
      let parts = [acceptance.text, first(of: acceptance.reasons)]
      return (.success, acceptance.time, parts, "run \(run)")
    }
  }

  /// Why it ran or was stale: the first reason, and how many more.
  private func first(of reasons: [Reason]) -> String? {
    reasons.first.map { $0.text(time) + reasons.andMore }
  }
}
