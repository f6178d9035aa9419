/// The parameters that a stage is handed as environment variables, and is stale by.
///
/// `Uses(top)` gives the scripts `PIPELINE_PARAM_TOP`: the name in upper case, `_` for `-`.
public struct Uses: Sendable, Equatable {
  /// A parameter by name.
  package struct Reference: Sendable, Equatable {
    package var name: String
    package var line: Int

    package init(name: String, line: Int) {
      self.name = name
      self.line = line
    }
  }

  package var references: [Reference]

  /// Declares that the stage uses parameters.
  ///
  /// - Parameters:
  ///   - parameters: One or more.
  ///   - line: The line of the declaration; leave it out.
  public init<each Value: ParameterType>(
    _ parameters: repeat Parameter<each Value>,
    line: Int = #line
  ) {
    var all: [Reference] = []
    for parameter in repeat each parameters {
      all.append(Reference(name: parameter.name, line: line))
    }
    references = all
  }
}
