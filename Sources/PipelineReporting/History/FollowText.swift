internal import PipelinePlanning

/// The printed output of `pipeline log --follow`, which has a text for each new line of the log.
package struct FollowText {
  private let display: Display
  private var style: Style { display.style }
  private var time: TimeDisplay { display.time }

  package init(_ display: Display = Display()) {
    self.display = display
  }

  /// Returns whole lines; empty for log lines that only programs need.
  package func text(of entry: LogLine) -> String {
    style.spelled(lines(of: entry).map { $0 + "\n" }.joined())
  }

  /// Returns the text about a run whose log has no last line, because its runner died.
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
      return [at(entry, dotted(parts))]
    case .attemptStarted(let attempt):
      let what = attempt.number > 1 ? "attempt \(attempt.number)" : "started"
      return [at(entry, "\(style.mark(.start)) \(attempt.stage.printable)  \(what)")]
    case .attemptFinished(let attempt):
      // Without a retry, the line of the finished stage shows the same end.
      guard case .again = attempt.decision else { return [] }
      let text = dotted([attempt.end.text] + attempt.amounts + [attempt.retryText])
      return [at(entry, "\(style.mark(.idle)) \(attempt.stage.printable)  \(text)")]
    case .stageFinished(let stage): return lines(of: stage)
    case .warning(let warning):
      return [at(entry, "\(style.paint("warning:", .yellow)) \(warning.headline(time))")]
    case .runFinished(let end):
      var run = RunEvents(id: entry.run)
      run.end = end
      let overview = RunOverview(of: run)
      let text = dotted([
        overview.outcome(goesOn: false), overview.counts, durationText(end.duration),
      ])
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
    let parts = dotted([stage.failureText, durationText(stage.duration), stage.attemptsText])
    // The log line has the time of the stage's start, but this text shows the time of the end.
    let end = stage.start + Int64(max(0, min(stage.duration, 1e9)) * 1000)
    let first = style.line(stage.end.mark, stage.stage, width: 0, parts)
    return ["\(time.moment(end))  \(first)"]
      + logFact(stage.end.mark == .failure ? stage.log : nil, style)
  }

  private func at(_ entry: LogLine, _ text: String) -> String {
    entry.time.map { "\(time.moment($0))  \(text)" } ?? text
  }
}
