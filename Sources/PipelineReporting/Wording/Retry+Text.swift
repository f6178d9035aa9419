internal import PipelineDescription

extension Retry {
  /// The clause in words, as `3 more attempts, after 5 s, then × 2, at most 5 min, ± 20 %; on exit 75`.
  var text: String {
    guard self != .never else { return "never" }
    let parts = [counted(count, "more attempt")] + delays
    return parts.joined(separator: ", ") + (failures.map { "; on \(Self.text($0))" } ?? "")
  }

  private var delays: [String] {
    guard min(delay, longestDelay) > 0 else { return ["immediately"] }
    let grows = count > 1 && factor > 1 && delay < longestDelay
    var parts = ["after \(limitText(.seconds(min(delay, longestDelay))))"]
    if grows { parts.append("then × \(numberText(factor))") }
    if grows { parts.append("at most \(limitText(.seconds(longestDelay)))") }
    if jitter > 0 { parts.append("± \(numberText((jitter * 1000).rounded() / 10)) %") }
    return parts
  }

  private static func text(_ failures: [Failure]) -> String {
    let texts = failures.map { failure in
      switch failure {
      case .exit(let status): "exit \(status)"
      case .signal(let signal): signalText(Int32(clamping: signal))
      case .timeout: "timeout"
      case .missingOutput: "a missing output"
      }
    }
    return texts.joined(separator: ", ")
  }
}
