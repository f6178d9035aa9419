/// A value that the caller may set: by `--set top=20`, else in `parameters.json`, else the default.
///
/// ```swift
/// let top = Parameter("top", default: 10)
/// ```
///
/// A stage uses it by naming it as an argument of a script, in the text of a command or in `Uses`. The
/// stage is stale when it changes. A loop or an `if` of the manifest reads `value`.
public struct Parameter<Value: ParameterType>: Sendable, CustomStringConvertible {
  /// The name in `--set` and in `parameters.json`.
  public let name: String
  /// The value in this run.
  public let value: Value
  package let place: Place

  /// Declares a parameter.
  ///
  /// - Parameters:
  ///   - name: Letters, digits, `_` and `-`, 1 to 100 of them, beginning with a letter or `_`.
  ///   - value: The value unless another is set; its type is the parameter's.
  ///   - fileID: The file of the declaration; leave it out.
  ///   - line: The line of the declaration; leave it out.
  public init(
    _ name: String,
    default value: Value,
    fileID: StaticString = #fileID,
    line: Int = #line
  ) {
    let standard = value.parameterValue
    place = Place(fileID, line)
    let declaration = ParameterDeclaration(name: name, defaultValue: standard, place: place)
    // The tool reports a text that is no value of this type; until then the default holds.
    let set = Context.world.parameter(declaration)
      .flatMap { ParameterValue($0, as: standard.kind) }
      .flatMap { Value($0) }
    self.name = name
    self.value = set ?? value
  }

  /// The value as text: `"top-\(top).csv"`.
  public var description: String { value.parameterValue.text }
}

extension Parameter: ArgumentConvertible {
  /// The value as one argument, which remembers the parameter.
  public var arguments: [Argument] { [Argument(.parameter, name, place)] }
}

/// The name of a parameter and its default.
package struct ParameterDeclaration: Sendable, Equatable {
  package var name: String
  /// Its type is the parameter's.
  package var defaultValue: ParameterValue
  package var place: Place

  package init(name: String, defaultValue: ParameterValue, place: Place) {
    self.name = name
    self.defaultValue = defaultValue
    self.place = place
  }

  /// The environment variable that hands the value to scripts.
  package var variable: String { Self.variable(of: name) }

  /// The environment variable of the parameter of this name: `top-n` is `PIPELINE_PARAM_TOP_N`.
  package static func variable(of name: String) -> String {
    "PIPELINE_PARAM_"
      + name.uppercased().split(separator: "-", omittingEmptySubsequences: false)
      .joined(separator: "_")
  }
}

extension ManifestForm {
  /// Writes defaults by name where that says it all, else a list of objects.
  ///
  /// A name that comes twice is a fault of the manifest, and must reach the check of it.
  func parameters(_ parameters: [ParameterDeclaration], to writer: inout JSONWriter) {
    guard !parameters.isEmpty else { return }
    guard !hasPlaces, Set(parameters.map { Array($0.name.utf8) }).count == parameters.count else {
      return list("parameters", parameters, to: &writer, parameter)
    }
    writer.key("parameters")
    writer.object { writer in
      for parameter in parameters {
        writer.key(parameter.name)
        writer.value(parameter.defaultValue)
      }
    }
  }

  func parameter(_ parameter: ParameterDeclaration, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.string(parameter.name, for: "name")
      writer.key("default")
      writer.value(parameter.defaultValue)
      place(parameter.place, to: &writer)
    }
  }
}
