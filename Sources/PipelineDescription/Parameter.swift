/// A value that the caller can set.
///
/// The value comes from `--set top=20`, else from `parameters.json` in the root, else from the default.
///
/// ```swift
/// let top = Parameter("top", default: 10)
/// ```
///
/// A stage uses a parameter as an argument of a script, in the text of a command, or in `Uses`. When the
/// value changes, the stage is stale. In the manifest itself, such as in a loop or an `if`, use `value`.
public struct Parameter<Value: ParameterType>: Sendable, CustomStringConvertible {
  /// The name that `--set` and `parameters.json` use.
  public let name: String
  /// The value that the caller has set, or the default.
  public let value: Value
  package let place: Place

  /// Declares a parameter.
  ///
  /// - Parameters:
  ///   - name: 1 to 100 letters, digits, `_` or `-`; the first is a letter or `_`.
  ///   - value: The default. Its type is the type of the parameter.
  ///   - fileID: The file of the declaration. Leave it out, because the compiler fills it in.
  ///   - line: The line of the declaration. Leave it out, too.
  public init(
    _ name: String,
    default value: Value,
    fileID: StaticString = #fileID,
    line: Int = #line
  ) {
    let standard = value.parameterValue
    place = Place(fileID, line)
    let declaration = ParameterDeclaration(name: name, defaultValue: standard, place: place)
    // If the text is not of this type, the default applies here, and the tool reports the fault later.
    let set = Context.world.parameter(declaration)
      .flatMap { ParameterValue($0, as: standard.kind) }
      .flatMap { Value($0) }
    self.name = name
    self.value = set ?? value
  }

  /// The value as text, for use in a path: `"top-\(top).csv"`.
  public var description: String { value.parameterValue.text }
}

extension Parameter: ArgumentConvertible {
  /// One argument that refers to the parameter by its name.
  public var arguments: [Argument] { [Argument(.parameter, name, place)] }
}

package struct ParameterDeclaration: Sendable, Equatable {
  package var name: String
  /// The default, whose type is the type of the parameter.
  package var defaultValue: ParameterValue
  package var place: Place

  package init(name: String, defaultValue: ParameterValue, place: Place) {
    self.name = name
    self.defaultValue = defaultValue
    self.place = place
  }

  /// The environment variable that passes the value to scripts.
  package var variable: String { Self.variable(of: name) }

  /// Returns the environment variable of a parameter: `top-n` becomes `PIPELINE_PARAM_TOP_N`.
  package static func variable(of name: String) -> String {
    "PIPELINE_PARAM_"
      + name.uppercased().split(separator: "-", omittingEmptySubsequences: false)
      .joined(separator: "_")
  }
}

extension ManifestForm {
  /// Writes an object from names to defaults, or a list if there are source positions or duplicate names.
  ///
  /// A duplicate name is a fault of the manifest. The list keeps it, so that the check can report it.
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
