internal import Foundation
internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting

/// Tells what comes into the log, until the run that goes on, or else the next one, has ended.
struct LogFollower {
  let session: Session
  let root: PathResolver
  /// How often the log is looked at, in seconds.
  private static let interval = 0.1
  /// After so many looks in vain the lock is looked at too: a runner that was killed says nothing.
  private static let looksBeforeLock = 10

  /// Follows the log as text, or as its raw lines.
  func follow() throws(CommandFailure) {
    let (text, isRaw) = (FollowText(session.display), session.invocation.isJSON)
    let unfinished = try follow(from: session.look(at: root)) { line in
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

  /// Hands on each line until a run has ended.
  ///
  /// Of a run that goes on, the lines come from the first on. `take` gives what a line says; `idle` is called
  /// between two looks and says whether enough was seen. Returned is the run that has gone without a last
  /// line, if it was that which ended it.
  func follow(
    from look: RunLook,
    idle: () throws(CommandFailure) -> Bool = { false },
    take: (ArraySlice<UInt8>) throws(CommandFailure) -> LogLine?
  ) throws(CommandFailure) -> String? {
    var tail = try tail(from: look)
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
        // This reads the log once more: what was written in between is no silence.
        let now = try session.look(at: root)
        if now.state.isIdle, now.last?.run.id == open, now.last?.run.end == nil { return open }
      }
      if lines.isEmpty { Thread.sleep(forTimeInterval: Self.interval) }
    }
  }

  private func tail(from look: RunLook) throws(CommandFailure) -> LogTail {
    var position: Int?
    if let run = look.current {
      var history = try session.reading(RunHistory(of: root))
      position = try session.reading(history?.position(ofLast: run))
    }
    return try session.reading(LogTail(of: root, from: position))
  }
}
