/// Whether a run goes on in a root, from the lock and the last lines of the log.
package enum RunState: Equatable, Sendable {
  /// None does.
  case idle
  /// One has the lock; the run is nil as long as it has logged nothing.
  case goingOn(RunOverview?, LockHolder?)
  /// By the lock's file one goes on at another machine.
  case elsewhere(RunOverview?, LockHolder)

  /// Decides by what is to be seen of the lock, and by the last run of the log.
  package init(lock: LockSight, last: RunOverview?) {
    let open = last.flatMap { $0.run.end == nil ? $0 : nil }
    switch lock {
    case .free: self = .idle
    case .held(let holder):
      // What an earlier run has left without an end is not what this process does; and one that has
      // written its last line is about to give the lock back.
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

  /// The run that goes on, as far as it is known.
  package var run: RunOverview? {
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

/// What is to be seen of the lock of a root without taking it.
package enum LockSight: Equatable, Sendable {
  /// Nobody has it.
  case free
  /// A living process of this machine has it: who, as far as it has said.
  case held(LockHolder?)
  /// By its file a process of another machine has it, or had it when it died: that cannot be seen
  /// from here.
  case elsewhere(LockHolder)
}
