internal import Foundation
internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting

/// Follows the log until the run in progress has ended, or the next run if none is in progress.
struct LogFollower {
  let session: Session
  let root: PathResolver
  /// The time between two reads of the log, in seconds.
  private static let interval = 0.1
  /// After this many reads without a new line, the lock is checked, as a killed runner writes no last line.
  private static let looksBeforeLock = 10

  func follow() throws(CommandFailure) {
    let (text, isRaw) = (FollowText(session.display), session.invocation.isJSON)
    let (look, end) = try start()
    let unfinished = try follow(from: look, orFrom: end) { line in
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

  /// Passes lines to `take` until a run has ended; returns the id of that run if its runner died, else nil.
  ///
  /// The lines begin with the run in progress or, without such a run, after `end`. `take` returns the decoded
  /// line, or nil if it cannot decode the line. `idle` is called after each read, and returns true to stop.
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
        // `look` also reads the log again, because the run may have ended since the last read.
        let now = try session.look(at: root)
        if now.state.isIdle, now.last?.run.id == open, now.last?.run.end == nil { return open }
      }
      if lines.isEmpty { Thread.sleep(forTimeInterval: Self.interval) }
    }
  }

  /// Returns the present run, and the end of the log, which is opened first so that no line is missed.
  func start() throws(CommandFailure) -> (look: RunLook, end: LogTail) {
    let end = try session.reading(LogTail(of: root, from: nil))
    return (try session.look(at: root), end)
  }

  /// Returns a tail that begins with the first line of the run in progress; nil if there is no such line.
  private func tail(from look: RunLook) throws(CommandFailure) -> LogTail? {
    guard let run = look.current else { return nil }
    var history = try session.reading(RunHistory(of: root))
    guard let position = try session.reading(history?.position(ofLast: run)) else { return nil }
    return try session.reading(LogTail(of: root, from: position))
  }
}
