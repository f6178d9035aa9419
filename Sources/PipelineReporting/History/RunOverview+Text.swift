internal import PipelineDescription
internal import PipelinePlanning

extension RunOverview {
  /// Returns the outcome in words; `goesOn` says whether the run is in progress.
  func outcome(goesOn: Bool) -> String {
    guard let end = run.end else { return goesOn ? "running" : "did not finish" }
    if end.outcome == "succeeded", end.succeeded == 0 { return "nothing to do" }
    return end.outcome.printable
  }

  /// The numbers of stages by outcome, for example `1 ran, 1 failed, 2 not run, 3 up to date`.
  var counts: String {
    let end = run.end
    return nonzero([
      (succeeded, "ran"), (failed, "failed"),
      (end?.blocked.count ?? 0, "not run"), (end?.cancelled.count ?? 0, "cancelled"),
      (end?.upToDate ?? 0, "up to date"),
    ])
  }

  func mark(goesOn: Bool) -> Style.Mark {
    switch run.end?.outcome {
    case "succeeded": .success
    case "failed": .failure
    case nil where goesOn: .start
    default: .idle
    }
  }
}

extension Event.RunStart {
  var command: String { (["pipeline"] + arguments).map(shellQuoted).joined(separator: " ") }
}

extension Event.AttemptSummary {
  /// The duration, the peak memory and the CPU time, for example `15.3 s`, `210.4 MB` and `12.0 s CPU`.
  var amounts: [String] {
    [
      durationText(duration), usage.peakMemory.map(sizeText),
      usage.cpu.map { "\(durationText($0)) CPU" },
    ].compactMap(\.self)
  }

  var retryText: String? {
    switch decision {
    case nil: nil
    case .again(let delay): "retried after \(durationText(delay))"
    case .exhausted: "no attempt left"
    case .notWorth: "not retried: another attempt would fail in the same way"
    case .runEnding: "not retried: the run was ending"
    case .other(let word): word.printable
    }
  }
}

extension Event.StageSummary {
  var attemptsText: String? { attempts > 1 ? "\(attempts) attempts" : nil }

  var failureText: String? { end.isSuccess ? nil : end.text }
}

extension AttemptEvents {
  var endText: String { end?.text ?? "did not finish" }
  var amounts: [String] { ended?.amounts ?? [] }
  var retryText: String? { ended?.retryText }
  var mark: Style.Mark { end?.mark ?? .idle }
}

extension AttemptEnd {
  var mark: Style.Mark { isSuccess ? .success : self == .stopped ? .idle : .failure }
}

extension Event.Warning {
  func headline(_ time: TimeDisplay) -> String { message(time).headline.printable }
}

extension Event.Acceptance {
  var text: String { "accepted: \(reason.printable)" }
}
