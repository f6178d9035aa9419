package import PipelinePlanning

/// The attempts of some stages through the runs, a line each: what `pipeline log --stage` prints.
package struct AttemptListText {
  private let attempts: [LoggedAttempt]
  private let current: String?
  private let style: Style
  private let time: TimeDisplay

  /// Takes the attempts, the newest first, and the id of the run that goes on.
  ///
  /// They are printed the other way round, as a shell's history is.
  package init(
    attempts: [LoggedAttempt],
    current: String?,
    style: Style = .plain,
    time: TimeDisplay = .utc
  ) {
    self.attempts = attempts.reversed()
    self.current = current
    self.style = style
    self.time = time
  }

  /// The lines, the last with its end.
  package var text: String {
    let nameWidth = columnWidth(of: attempts.map(\.stage))
    let lines = attempts.map { attempt in
      let isRunning = attempt.end == nil && attempt.run == current
      let when =
        attempt.start.map(time.dayAndMoment) ?? "".padded(to: time.dayAndMoment(0).count)
      let parts =
        [isRunning ? "running" : attempt.endText]
        + (attempt.number > 1 ? ["attempt \(attempt.number)"] : []) + attempt.amounts
        + (attempt.retryText.map { [$0] } ?? []) + reason(attempt)
      return "\(style.mark(isRunning ? .start : attempt.mark)) \(when)"
        + "  \(attempt.stage.printable.padded(to: nameWidth))"
        + "  \(parts.joined(separator: " · "))\n    \(place(attempt))\n"
    }
    return style.spelled(lines.joined())
  }

  /// The file with what was printed; where there is none the run.
  private func place(_ attempt: LoggedAttempt) -> String {
    style.paint((attempt.log ?? "run \(attempt.run)").printable, .dim)
  }

  /// Why it ran: the first reason, and how many more.
  private func reason(_ attempt: LoggedAttempt) -> [String] {
    guard let first = attempt.reasons.first else { return [] }
    let more = attempt.reasons.count - 1
    return [first.printable + (more > 0 ? " (and \(counted(more, "more reason")))" : "")]
  }
}
