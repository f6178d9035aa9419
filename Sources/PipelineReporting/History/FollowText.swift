internal import PipelinePlanning

/// What one line of the log says, as it comes: what `pipeline log --follow` prints.
package struct FollowText {
  private let style: Style
  private let time: TimeDisplay

  package init(style: Style = .plain, time: TimeDisplay = .utc) {
    self.style = style
    self.time = time
  }

  /// Whole lines; none for what a person need not know.
  package func text(of entry: LogLine) -> String {
    style.spelled(lines(of: entry).map { $0 + "\n" }.joined())
  }

  /// What is said where a run has gone without a last line.
  package func unfinished(_ run: String) -> String {
    style.spelled("\(style.mark(.failure)) run \(run.printable) did not finish\n")
  }

  private func lines(of entry: LogLine) -> [String] {
    switch entry.event {
    case .runStarted(let start):
      let parts = [
        "run \(style.paint(entry.run.printable, .bold))", start.pipeline.printable,
        counted(start.selected, "stage"), "\(start.toRun) to run",
        start.mayRun > 0 ? "\(start.mayRun) may run" : "", start.command.printable,
      ]
      return [at(entry, parts.filter { !$0.isEmpty }.joined(separator: " · "))]
    case .attemptStarted(let attempt):
      let what = attempt.number > 1 ? "attempt \(attempt.number)" : "started"
      return [at(entry, "\(style.mark(.start)) \(attempt.stage.printable)  \(what)")]
    case .attemptFinished(let attempt):
      // The line of the stage tells it where nothing follows.
      guard case .again = attempt.decision else { return [] }
      let parts = [attempt.end.text] + attempt.amounts + (attempt.retryText.map { [$0] } ?? [])
      let text = parts.joined(separator: " · ")
      return [at(entry, "\(style.mark(.idle)) \(attempt.stage.printable)  \(text)")]
    case .stageFinished(let stage): return lines(of: stage)
    case .warning(let warning):
      return [at(entry, "\(style.paint("warning:", .yellow)) \(warning.headline(time))")]
    case .runFinished(let end):
      let overview = RunOverview(of: RunEvents(id: entry.run, end: end))
      let parts = [overview.outcome(goesOn: false), overview.counts, durationText(end.duration)]
      let text = parts.filter { !$0.isEmpty }.joined(separator: " · ")
      return [at(entry, "\(style.mark(overview.mark(goesOn: false))) \(text)")]
    case .accepted(let acceptance):
      let name = acceptance.stage.printable
      return [at(entry, "\(style.mark(.success)) \(name)  \(acceptance.text)")]
    case .other(_, let text): return text.isEmpty ? [] : [at(entry, text.printable)]
    case .stageUpToDate, .scriptStarted, .scriptFinished, .stageBlocked, .stageCancelled, .cleaned:
      return []
    }
  }

  private func lines(of stage: Event.StageSummary) -> [String] {
    let parts =
      (stage.end.isSuccess ? [] : [stage.end.text]) + [durationText(stage.duration)]
      + (stage.attempts > 1 ? ["\(stage.attempts) attempts"] : [])
    // The time on the line is that of the start; what is told is the end.
    let end = stage.start + Int64(max(0, min(stage.duration, 1e9)) * 1000)
    let first =
      "\(time.moment(end))  \(style.mark(stage.end.mark)) \(stage.stage.printable)"
      + "  \(parts.joined(separator: " · "))"
    let log = stage.end.mark == .failure ? stage.log : nil
    return [first] + (log.map { Message("", facts: [("log", $0)]).factLines(style) } ?? [])
  }

  private func at(_ entry: LogLine, _ text: String) -> String {
    entry.time.map { "\(time.moment($0))  \(text)" } ?? text
  }
}
