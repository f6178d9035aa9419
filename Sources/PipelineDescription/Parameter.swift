/// A value that the caller can set with `--set top=20`, or in the file `parameters.json` in the root.
///
/// ```swift
/// let top = Parameter("top", default: 10)
/// ```
///
/// `--set` takes precedence over `parameters.json`. A stage uses a parameter as an argument of a script, in
/// the text of a command, or in `Uses`. When the value changes, the stage is stale. In the code of the
/// manifest, such as in a loop or an `if`, use `value`.
public struct Parameter<Value: ParameterType>: Sendable, CustomStringConvertible {
  /// The name that `--set` and `parameters.json` use.
  public let name: String
  /// The value that the caller has set, or the default.
  public let value: Value
  package let place: Place

  /// Declares a parameter, which has the type of its default.
  ///
  /// The name has 1 to 100 letters, digits, `_` or `-`, and begins with a letter or `_`.
  public init(
    _ name: String,
    default value: Value,
    fileID: StaticString = #fileID,
    line: Int = #line
  ) {
    let standard = value.parameterValue
    place = Place(fileID, line)
    let declaration = ParameterDeclaration(name: name, defaultValue: standard, place: place)
    // If the text does not have this type, the default applies here, and the tool reports the fault later.
    let set = Context.world.parameter(declaration)
      .flatMap { ParameterValue($0, as: standard.kind) }
      .flatMap { Value($0) }
    self.name = name
    self.value = set ?? value
  }

  /// The value as text, for use in a path such as `"top-\(top).csv"`.
  public var description: String { value.parameterValue.text }
}

extension Parameter: ArgumentConvertible {
  /// One argument that refers to the parameter by its name.
  public var arguments: [Argument] { [Argument(.parameter, name, place)] }
}

package struct ParameterDeclaration: Sendable, Equatable {
  package var name: String
  /// The parameter has the type of this value.
  package var defaultValue: ParameterValue
  package var place: Place

  package init(name: String, defaultValue: ParameterValue, place: Place) {
    self.name = name
    self.defaultValue = defaultValue
    self.place = place
  }

  /// The name of the environment variable that passes the value to scripts.
  package var variable: String { Self.variable(of: name) }

  /// Returns the environment variable of a parameter, such as `PIPELINE_PARAM_TOP_N` for `top-n`.
  package static func variable(of name: String) -> String {
    "PIPELINE_PARAM_"
      + name.uppercased().split(separator: "-", omittingEmptySubsequences: false)
      .joined(separator: "_")
  }
}

extension ManifestForm {
  /// Writes an object of names and defaults, or a list if there are source positions or duplicate names.
  ///
  /// The list keeps duplicate names, so that the check of the manifest can report them.
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
