/// Whether a run is in progress in a root, according to the root's lock and the end of its log.
package enum RunState: Equatable, Sendable {
  case idle
  case goingOn(RunOverview?, LockHolder?)
  /// The run is on another machine, according to the lock file.
  case elsewhere(RunOverview?, LockHolder)

  package init(lock: LockSight, last: RunOverview?) {
    let open = last.flatMap { $0.run.end == nil ? $0 : nil }
    switch lock {
    case .free: self = .idle
    case .held(let holder):
      // The last run in the log is perhaps a dead one and not the holder's. If the holder's run has logged
      // its end, the holder is about to release the lock, so the run counts as finished.
      let isOwn = holder.map { $0.pid == last?.run.start?.process } ?? true
      self = isOwn && last?.run.end != nil ? .idle : .goingOn(isOwn ? open : nil, holder)
    case .elsewhere(let holder):
      let start = last?.run.start
      let isOwn = start?.process == holder.pid && start?.host == holder.host
      if isOwn, last?.run.end != nil {
        self = .idle
      } else {
        self = .elsewhere(isOwn ? open : nil, holder)
      }
    }
  }

  /// Nil if no run is in progress, or if the run has logged nothing yet.
  package var run: RunOverview? {
    switch self {
    case .idle: nil
    case .goingOn(let run, _), .elsewhere(let run, _): run
    }
  }

  package var isIdle: Bool { self == .idle }

  /// Nil if no process holds the lock, or if the holder has not described itself.
  package var holder: LockHolder? {
    switch self {
    case .idle: nil
    case .goingOn(_, let holder): holder
    case .elsewhere(_, let holder): holder
    }
  }
}

/// The state of a root's lock, as observed without taking it.
package enum LockSight: Equatable, Sendable {
  case free
  /// A living process of this machine holds the lock; nil if the process has not described itself.
  case held(LockHolder?)
  /// A process of another machine holds the lock, according to the lock file; this machine cannot check it.
  case elsewhere(LockHolder)
}
