package import PipelinePlanning

/// The attempts of some stages through the runs, and what was accepted of them between: what
/// `pipeline log --stage` prints.
package struct AttemptListText {
  private let events: [StageEvent]
  private let current: String?
  private let style: Style
  private let time: TimeDisplay

  /// Takes the events, the newest first, and the id of the run that goes on.
  ///
  /// They are printed the other way round, as a shell's history is.
  package init(
    events: [StageEvent],
    current: String?,
    style: Style = .plain,
    time: TimeDisplay = .utc
  ) {
    self.events = events.reversed()
    self.current = current
    self.style = style
    self.time = time
  }

  /// The lines, the last with its end.
  package var text: String {
    let nameWidth = columnWidth(of: events.map(\.stage))
    let lines = events.map { event in
      let start = "\(mark(event)) \(when(event))  \(event.stage.printable.padded(to: nameWidth))"
      return "\(start)  \(parts(event).joined(separator: " · "))\n    \(place(event))\n"
    }
    return style.spelled(lines.joined())
  }

  private func isRunning(_ attempt: AttemptEvents) -> Bool {
    attempt.end == nil && attempt.run == current
  }

  private func mark(_ event: StageEvent) -> String {
    switch event {
    case .attempt(let attempt): style.mark(isRunning(attempt) ? .start : attempt.mark)
    case .acceptance: style.mark(.success)
    }
  }

  private func when(_ event: StageEvent) -> String {
    let moment: Int64? =
      switch event {
      case .attempt(let attempt): attempt.start
      case .acceptance(_, let acceptance): acceptance.time
      }
    return moment.map(time.dayAndMoment) ?? "".padded(to: time.dayAndMoment(0).count)
  }

  private func parts(_ event: StageEvent) -> [String] {
    switch event {
    case .attempt(let attempt):
      [isRunning(attempt) ? "running" : attempt.endText]
        + (attempt.number > 1 ? ["attempt \(attempt.number)"] : []) + attempt.amounts
        + (attempt.retryText.map { [$0] } ?? []) + first(of: attempt.reasons)
    case .acceptance(_, let acceptance): [acceptance.text] + first(of: acceptance.reasons)
    }
  }

  /// The file with what was printed; where there is none the run.
  private func place(_ event: StageEvent) -> String {
    let place =
      switch event {
      case .attempt(let attempt): attempt.log ?? "run \(attempt.run)"
      case .acceptance(let run, _): "run \(run)"
      }
    return style.paint(place.printable, .dim)
  }

  /// Why it ran or was stale: the first reason, and how many more.
  private func first(of reasons: [Reason]) -> [String] {
    guard let first = reasons.first else { return [] }
    let more = reasons.count - 1
    return [first.text(time) + (more > 0 ? " (and \(counted(more, "more reason")))" : "")]
  }
}
