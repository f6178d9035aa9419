internal import PipelinePlanning

extension Reason {
  /// The kind of the reason in words, for many stages whose reasons differ only in names and values.
  var kindText: String {
    switch self {
    case .lastAttemptFailed: "last attempt failed"
    case .file(let role, _, let change):
      switch change {
      case .missing: "\(role.oneText) is missing"
      case .appeared: "\(role.oneText) appeared"
      case .unreadable: "\(role.oneText) cannot be read"
      case .changed: "\(role.oneText) changed"
      }
    case .set(let role, _, _, _): "the files of \(role.oneText) changed"
    case .changedMeanwhile: "an input changed while the stage last ran"
    case .newer: "an input is newer than an output"
    case .upstreamRanAgain: "an upstream stage ran again"
    case .recipe(.scripts, _, _): "scripts changed"
    case .recipe(.arguments, _, _): "arguments changed"
    case .recipe(.interpreter, _, _): "interpreter changed"
    case .recipe(.command, _, _): "command changed"
    case .recipe(.shell, _, _): "shell changed"
    case .recipe(.variable, _, _): "a variable changed"
    case .recipe(.parameter, _, _): "a parameter changed"
    case .declared(let clause, _, _): "declared \(clause.rawValue) changed"
    case .runsNow: "running now"
    case .lastAttemptInterrupted, .neverRun, .alwaysRuns, .forced: text()
    case .other(let kind, _): kind.printable
    }
  }
}

extension Reason.Role {
  fileprivate var oneText: String {
    switch self {
    case .script: "a script"
    case .input: "an input"
    case .output: "an output"
    }
  }
}
