/// What one line of the log says, as far as this version knows its kind.
package struct LogEntry: Equatable, Sendable {
  package enum Content: Equatable, Sendable {
    case runStarted(LoggedRun.Start)
    /// Without an end.
    case attemptStarted(LoggedAttempt)
    case attemptFinished(LoggedAttempt)
    case stageFinished(LoggedStage)
    /// The words.
    case warning(String)
    case runFinished(LoggedRun.End)
    /// Stands between runs.
    case accepted(LoggedAcceptance)
    /// A kind of a later version.
    case unknown
  }

  package var run: String
  /// Milliseconds since 1970; nil where the line does not say.
  package var time: Int64?
  package var content: Content

  package init(run: String, time: Int64?, content: Content) {
    self.run = run
    self.time = time
    self.content = content
  }
}

extension LoggedRun {
  /// Adds what one line says, the lines in the order of the log.
  package mutating func add(_ entry: LogEntry) {
    switch entry.content {
    case .runStarted(let start): self.start = start
    case .attemptStarted(let attempt): attempts.append(attempt)
    case .attemptFinished(let attempt):
      let begun = attempts.lastIndex { $0.stage == attempt.stage && $0.number == attempt.number }
      if let begun { attempts[begun] = attempt } else { attempts.append(attempt) }
    case .stageFinished(let stage): stages.append(stage)
    case .warning(let text): warnings.append(text)
    case .runFinished(let end): self.end = end
    case .accepted, .unknown: break
    }
  }
}
