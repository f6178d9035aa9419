/// Whether a run goes on in a root, from the lock and the last lines of the log.
package enum RunState: Equatable, Sendable {
  /// None does.
  case idle
  /// One has the lock; the run is nil as long as it has logged nothing.
  case goingOn(LoggedRun?, LockHolder?)
  /// By the lock's file one goes on at another machine.
  case elsewhere(LoggedRun?, LockHolder)

  /// - Parameters:
  ///   - lock: What is to be seen of the lock.
  ///   - last: The last run of the log.
  package init(lock: LockSight, last: LoggedRun?) {
    let open = last.flatMap { $0.end == nil ? $0 : nil }
    switch lock {
    case .free: self = .idle
    case .held(let holder):
      // What an earlier run has left without an end is not what this process does.
      let isOwn = holder.map { $0.pid == open?.start?.process } ?? true
      self = .goingOn(isOwn ? open : nil, holder)
    case .elsewhere(let holder):
      let isOwn = { (run: LoggedRun) in
        run.start?.process == holder.pid && run.start?.host == holder.host
      }
      if let last, last.end != nil, isOwn(last) {
        self = .idle
      } else {
        self = .elsewhere(open.flatMap { isOwn($0) ? $0 : nil }, holder)
      }
    }
  }

  /// The run that goes on, as far as it is known.
  package var run: LoggedRun? {
    switch self {
    case .idle: nil
    case .goingOn(let run, _), .elsewhere(let run, _): run
    }
  }

  package var isIdle: Bool { self == .idle }

  /// Who has the lock, as far as that is known.
  package var holder: LockHolder? {
    switch self {
    case .idle: nil
    case .goingOn(_, let holder): holder
    case .elsewhere(_, let holder): holder
    }
  }
}
