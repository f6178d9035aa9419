package import PipelinePlanning

/// The printed output of `pipeline log --stage`, with the attempts and the acceptances of some stages.
package struct AttemptListText {
  private let events: [StageEvent]
  /// The id of the run in progress.
  private let current: String?
  private let display: Display
  private var style: Style { display.style }
  private var time: TimeDisplay { display.time }

  /// Takes events with the newest first; the text has the newest last, like the history of a shell.
  package init(events: [StageEvent], current: String?, display: Display = Display()) {
    self.events = events.reversed()
    self.current = current
    self.display = display
  }

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

  /// Returns the parts of an event's lines; `place` is the log of the attempt, or the run if there is no log.
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

  private func first(of reasons: [Reason]) -> String? {
    reasons.first.map { $0.text(time) + reasons.andMore }
  }
}
