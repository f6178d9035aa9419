package import PipelineDescription

struct RetryCheck {
  private(set) var faults: [GraphFault] = []

  init(_ retry: Retry?, stage: String?) {
    guard let retry, retry != .never else { return }
    var kinds: [RetryFault.Kind] = []
    if !(1...1000).contains(retry.count) { kinds.append(.count(retry.count)) }
    if !Self.delays.contains(retry.delay) { kinds.append(.delay(retry.delay)) }
    if !(retry.factor >= 1 && retry.factor.isFinite) { kinds.append(.factor(retry.factor)) }
    if !Self.delays.contains(retry.longestDelay) {
      kinds.append(.longestDelay(retry.longestDelay))
    }
    if !(0...1).contains(retry.jitter) { kinds.append(.jitter(retry.jitter)) }
    if retry.failures?.isEmpty == true { kinds.append(.noFailures) }
    for failure in retry.failures ?? [] {
      switch failure {
      case .exit(let status) where !(1...255).contains(status): kinds.append(.exitStatus(status))
      case .signal(let signal) where !(1...64).contains(signal): kinds.append(.signal(signal))
      case .exit, .signal, .timeout, .missingOutput: break
      }
    }
    faults = kinds.map { .retry(RetryFault($0, stage: stage, place: retry.place)) }
  }

  /// In seconds; a century is longer than any run and still fits every clock.
  private static let delays: ClosedRange<Double> = 0...(100 * 366 * 86_400)
}

package struct RetryFault: Equatable, Sendable {
  /// The faulty part of a `Retry`; delays are in seconds.
  package enum Kind: Equatable, Sendable {
    case count(Int)
    case delay(Double)
    case factor(Double)
    case longestDelay(Double)
    case jitter(Double)
    /// The list of failures is present but empty.
    case noFailures
    case exitStatus(Int)
    case signal(Int)
  }

  package var kind: Kind
  /// The stage with the `Retry`; nil for the `Retry` of the pipeline.
  package var stage: String?
  package var place: Place

  package init(_ kind: Kind, stage: String?, place: Place) {
    self.kind = kind
    self.stage = stage
    self.place = place
  }
}
