package import PipelinePlanning

extension RunState {
  /// What is to be known beside a plan that is made while a run goes on; nil where none does.
  package func note(_ time: TimeDisplay) -> Message? {
    let since = (run?.run.start?.time).map { " since \(time.moment($0))" } ?? ""
    switch self {
    case .idle: return nil
    case .goingOn:
      return Message(
        "a run is going on\(since): this is how things stand at this moment",
        hint: "`pipeline status` shows what it does"
      )
    case .elsewhere(_, let holder):
      return Message(
        "by the lock's file, a run is going on\(since) on \(holder.host.ticked)",
        hint: "`pipeline status` shows what it does"
      )
    }
  }
}
