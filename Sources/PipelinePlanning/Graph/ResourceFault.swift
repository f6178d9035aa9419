package import PipelineDescription

/// What is wrong with something that stages take, or with how much of it there is.
package struct ResourceFault: Equatable, Sendable {
  /// What is wrong.
  package enum Kind: Equatable, Sendable {
    /// The name cannot be one.
    case badName
    /// The amount is not whole, below 1, or more than can be counted.
    case badAmount(Double)
    /// It stands twice in the resources of a stage, or in the limits.
    case declaredTwice(firstPlace: Place)
    /// The stage declares it as exclusive twice.
    case exclusiveTwice(firstPlace: Place)
    /// The stage declares it as exclusive, and takes some of it too.
    case exclusiveAndTaken(place: Place)
    /// It is declared as exclusive, and belongs to the machine.
    case exclusiveOfMachine
    /// It is declared as exclusive, and the limits say that there is not one of it but so many.
    case exclusiveWithLimit(Double, place: Place)
    /// Another name differs only in case; where that one is declared, nil for `cores` and `memory`.
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
