package import PipelineDescription

/// A fault of a parameter, where it is declared or used.
package struct ParameterFault: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case badName
    /// Declared twice, with different defaults.
    case duplicate(otherPlace: Place)
    /// Another parameter has the same environment variable.
    case sameVariable(other: String, otherPlace: Place, variable: String)
    /// The default has a NUL byte, or is not a finite number.
    case badDefault
    /// A stage names it, but it is not declared.
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
