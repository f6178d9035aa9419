package import PipelinePlanning

/// What one line of the log says, as it comes: what `pipeline log --follow` prints.
package struct FollowText {
  private let style: Style
  private let time: TimeDisplay

  package init(style: Style = .plain, time: TimeDisplay = .utc) {
    self.style = style
    self.time = time
  }

  /// Whole lines; none for what a person need not know.
  package func text(of entry: LogEntry) -> String {
    style.spelled(lines(of: entry).map { $0 + "\n" }.joined())
  }

  /// What is said where a run has gone without a last line.
  package func unfinished(_ run: String) -> String {
    style.spelled("\(style.mark(.failure)) run \(run.printable) did not finish\n")
  }

  private func lines(of entry: LogEntry) -> [String] {
    switch entry.content {
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
      guard attempt.retry?.isAgain == true else { return [] }
      let parts = [attempt.endText] + attempt.amounts + (attempt.retryText.map { [$0] } ?? [])
      let text = parts.joined(separator: " · ")
      return [at(entry, "\(style.mark(.idle)) \(attempt.stage.printable)  \(text)")]
    case .stageFinished(let stage): return lines(of: stage, entry)
    case .warning(let text):
      return [at(entry, "\(style.paint("warning:", .yellow)) \(text.printable)")]
    case .runFinished(let end):
      let overview = RunOverview(of: LoggedRun(id: entry.run, end: end))
      let parts = [overview.outcome(goesOn: false), overview.counts, durationText(end.duration)]
      let text = parts.filter { !$0.isEmpty }.joined(separator: " · ")
      return [at(entry, "\(style.mark(overview.mark(goesOn: false))) \(text)")]
    case .accepted(let acceptance):
      let name = acceptance.stage.printable
      return [at(entry, "\(style.mark(.success)) \(name)  \(acceptance.text)")]
    case .unknown: return []
    }
  }

  private func lines(of stage: LoggedStage, _ entry: LogEntry) -> [String] {
    let mark: Style.Mark = stage.end.isSuccess ? .success : stage.end.isStopped ? .idle : .failure
    let parts =
      (stage.end.isSuccess ? [] : [stage.end.text.printable]) + [durationText(stage.duration)]
      + (stage.attempts > 1 ? ["\(stage.attempts) attempts"] : [])
    // The time on the line is that of the start; what is told is the end.
    let end = stage.start + Int64(max(0, min(stage.duration, 1e9)) * 1000)
    let first =
      "\(time.moment(end))  \(style.mark(mark)) \(stage.stage.printable)"
      + "  \(parts.joined(separator: " · "))"
    let log = stage.end.isSuccess || stage.end.isStopped ? nil : stage.log
    return [first] + (log.map { Message("", facts: [("log", $0)]).factLines(style) } ?? [])
  }

  private func at(_ entry: LogEntry, _ text: String) -> String {
    entry.time.map { "\(time.moment($0))  \(text)" } ?? text
  }
}
