package import PipelineDescription

/// A fault of a resource, an exclusive or a limit.
package struct ResourceFault: Equatable, Sendable {
  /// What is wrong.
  package enum Kind: Equatable, Sendable {
    /// The name is not valid.
    case badName
    /// The amount is not whole, below 1, or more than can be counted.
    case badAmount(Double)
    /// A stage or the limits name it twice.
    case declaredTwice(firstPlace: Place)
    /// The stage declares it as exclusive twice.
    case exclusiveTwice(firstPlace: Place)
    /// The stage declares it as exclusive, and takes some of it too.
    case exclusiveAndTaken(place: Place)
    /// It is declared as exclusive, but belongs to the machine.
    case exclusiveOfMachine
    /// It is declared as exclusive, but its limit is not 1.
    case exclusiveWithLimit(Double, place: Place)
    /// Another name differs only in case; its place, nil for `cores` and `memory`.
    case otherCase(String, place: Place?)
  }

  /// What is wrong.
  package var kind: Kind
  /// The name of it.
  package var name: String
  /// The stage that declares it; nil for the limits of the pipeline.
  package var stage: String?
  /// Where it is declared.
  package var place: Place

  package init(_ kind: Kind, name: String, stage: String?, place: Place) {
    self.kind = kind
    self.name = name
    self.stage = stage
    self.place = place
  }
}
