package import PipelineDescription

/// What is wrong with the parameters that a manifest declares or uses.
package struct ParameterFault: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case badName
    /// Declared twice, with different defaults.
    case duplicate(otherPlace: Place)
    /// Handed on by the same environment variable as another.
    case sameVariable(other: String, otherPlace: Place, variable: String)
    /// The default has a NUL byte, or is no finite number.
    case badDefault
    /// A stage names it, and it is not declared.
    case unknown(stage: String, nearest: String?)
  }

  /// What is wrong.
  package var kind: Kind
  /// The parameter.
  package var name: String
  /// Where it is declared.
  package var place: Place

  package init(_ kind: Kind, name: String, place: Place) {
    self.kind = kind
    self.name = name
    self.place = place
  }
}
