/// The state of a root, from its lock and the last lines of the log: whether a run is in progress.
package enum RunState: Equatable, Sendable {
  /// No run is in progress.
  case idle
  /// A run on this machine holds the lock; the overview is nil until the run has logged something.
  case goingOn(RunOverview?, LockHolder?)
  /// According to the lock file, a run is in progress on another machine.
  case elsewhere(RunOverview?, LockHolder)

  /// Determines the state from the lock and from the last run in the log.
  package init(lock: LockSight, last: RunOverview?) {
    let open = last.flatMap { $0.run.end == nil ? $0 : nil }
    switch lock {
    case .free: self = .idle
    case .held(let holder):
      // The last run in the log may be a dead run, not the run of the holder. If the holder's run has
      // logged its end, it is about to release the lock, so it counts as finished.
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

  /// The run in progress; nil if there is none or it has logged nothing yet.
  package var run: RunOverview? {
    switch self {
    case .idle: nil
    case .goingOn(let run, _), .elsewhere(let run, _): run
    }
  }

  package var isIdle: Bool { self == .idle }

  /// The process that holds the lock; nil if there is none or it has not described itself.
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
  /// No process holds the lock.
  case free
  /// A living process of this machine holds the lock; nil if it has not described itself.
  case held(LockHolder?)
  /// According to the lock file, a process of another machine holds the lock.
  ///
  /// It may be dead; this machine cannot check that.
  case elsewhere(LockHolder)
}
