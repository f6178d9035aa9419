internal import PipelineDescription
package import PipelinePlanning

/// Facts about a plan beside its stages.
package struct PlanFacts: Sendable {
  package var price = Price()
  package var parameterChanges: [ParameterChange] = []
  /// The number of stages that must run only because the times of files differ.
  package var onlyTimes = 0

  package init() {}
}

extension Price {
  /// The price in words: `takes about 2.0 s with 2 jobs · 2.0 s of work · 1 of 2 stages known`.
  func text(mayRun: Bool) -> String {
    let all = known + unknown
    if known == 0 {
      return "takes an unknown time · 0 of \(counted(all, "stage")) known"
    }
    // Stages that may run perhaps do not, and unknown stages take some time, too.
    let word = mayRun == (unknown > 0) ? "about" : mayRun ? "up to" : "at least"
    return dotted([
      "takes \(word) \(durationText(wall)) with \(counted(jobs, "job"))",
      "\(durationText(work)) of work", "\(known) of \(counted(all, "stage")) known",
    ])
  }
}

extension ParameterChange {
  /// The values now and before: `n = 5 (7 in the last run)`.
  var text: String {
    let old = listed(before.map { shellQuoted($0) })
    let place = before.count == 1 ? "the last run" : "earlier runs"
    return "\(name.printable) = \(shellQuoted(value).printable) (\(old) in \(place))"
  }
}

/// Returns the hint about stages that run only because of times; nil if there are none.
func onlyTimesHint(_ count: Int) -> String? {
  if count == 0 { return nil }
  return "\(counted(count, "stage")): changed files have their old size; try `Staleness(.content)`"
}
