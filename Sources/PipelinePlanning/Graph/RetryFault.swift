package import PipelineDescription

/// A fault of a `Retry`.
package struct RetryFault: Equatable, Sendable {
  /// The part that is wrong, and its value.
  package enum Kind: Equatable, Sendable {
    case count(Int)
    /// In seconds.
    case delay(Double)
    case factor(Double)
    /// In seconds.
    case longestDelay(Double)
    case jitter(Double)
    /// The list of failures is there, and empty.
    case noFailures
    case exitStatus(Int)
    case signal(Int)
  }

  /// What is wrong.
  package var kind: Kind
  /// The stage that declares it; nil for the pipeline.
  package var stage: String?
  /// Where it is declared.
  package var place: Place

  package init(_ kind: Kind, stage: String?, place: Place) {
    self.kind = kind
    self.stage = stage
    self.place = place
  }
}
