package import PipelinePlanning

extension StageStatus.State {
  /// The state in words, as counts have it: `2 up to date`.
  package var words: String {
    switch self {
    case .running: "running"
    case .failed: "failed"
    case .interrupted: "interrupted"
    case .stale: "stale"
    case .mayRun: "may run"
    case .upToDate: "up to date"
    }
  }

  var mark: Style.Mark {
    switch self {
    case .running, .stale: .start
    case .failed: .failure
    case .interrupted, .mayRun: .idle
    case .upToDate: .success
    }
  }
}

extension Status {
  /// `1 failed, 2 up to date`; of no stages nothing.
  var countsText: String {
    StageStatus.State.allCases.map { ($0, count($0)) }.filter { $0.1 > 0 }
      .map { "\($0.1) \($0.0.words)" }.joined(separator: ", ")
  }
}
