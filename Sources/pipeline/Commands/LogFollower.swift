internal import Foundation
internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting

/// Follows the log until the current run has ended, or the next one if no run goes on.
struct LogFollower {
  let session: Session
  let root: PathResolver
  /// The time between two reads of the log, in seconds.
  private static let interval = 0.1
  /// The number of reads without a new line before the lock is checked, too.
  ///
  /// A killed runner leaves no last line.
  private static let looksBeforeLock = 10

  /// Prints the log as text or as its raw lines while it grows.
  func follow() throws(CommandFailure) {
    let (text, isRaw) = (FollowText(session.display), session.invocation.isJSON)
    // The end of the log is noted first, so that a run which begins now is read from its first line.
    let end = try self.end()
    let unfinished = try follow(from: session.look(at: root), orFrom: end) { line in
      guard let entry = LogLine(line) else { return nil }
      if isRaw {
        session.output.write(line + [UInt8(ascii: "\n")])
      } else {
        session.output.write(text.text(of: entry))
      }
      return entry
    }
    if let unfinished, !isRaw { session.output.write(text.unfinished(unfinished)) }
  }

  /// Passes each line to `take` until a run has ended.
  ///
  /// If a run goes on, this begins with the run's first line, else with the lines after `end`. `take`
  /// returns the decoded line; nil if it cannot be decoded. `idle` is called after each read and returns
  /// whether the caller has seen enough. The result is the id of a run that has died without a last line;
  /// nil in all other cases.
  func follow(
    from look: RunLook,
    orFrom end: LogTail,
    idle: () throws(CommandFailure) -> Bool = { false },
    take: (ArraySlice<UInt8>) throws(CommandFailure) -> LogLine?
  ) throws(CommandFailure) -> String? {
    var tail = try tail(from: look) ?? end
    var open: String? = look.current
    var looks = 0
    while true {
      let lines = try session.reading(tail.read())
      var hasEnded = false
      for line in lines {
        guard let entry = try take(line) else { continue }
        if case .runFinished = entry.event { (open, hasEnded) = (nil, true) }
        if case .runStarted = entry.event { (open, hasEnded) = (entry.run, false) }
      }
      if try idle() || hasEnded { return nil }
      looks = lines.isEmpty ? looks + 1 : 0
      if let open, looks >= Self.looksBeforeLock {
        looks = 0
        // This reads the log once more. If lines were added since, the run is not silent.
        let now = try session.look(at: root)
        if now.state.isIdle, now.last?.run.id == open, now.last?.run.end == nil { return open }
      }
      if lines.isEmpty { Thread.sleep(forTimeInterval: Self.interval) }
    }
  }

  /// Returns the lines that will be appended to the log from now on.
  func end() throws(CommandFailure) -> LogTail {
    try session.reading(LogTail(of: root, from: nil))
  }

  /// Returns the log from the first line of the current run; nil if there is no such line.
  private func tail(from look: RunLook) throws(CommandFailure) -> LogTail? {
    guard let run = look.current else { return nil }
    var history = try session.reading(RunHistory(of: root))
    guard let position = try session.reading(history?.position(ofLast: run)) else { return nil }
    return try session.reading(LogTail(of: root, from: position))
  }
}
