/// The files and environment variables that a manifest can read.
///
/// The manifest can declare different stages for different values. Every command of `pipeline` runs the
/// manifest again, so the values are never out of date.
public enum Context {
  /// The caller's environment variables, such as `Context.environment["SESSIONS"]`.
  public static var environment: EnvironmentVariables { EnvironmentVariables() }

  /// Returns the files that a glob, such as `data/raw/*.csv`, matches now, in byte order.
  ///
  /// The glob is relative to the root, and so are the returned paths of files in the root. You can pass the
  /// paths to `Inputs`, because a backslash precedes each character that `Inputs` would read as a wildcard.
  public static func files(_ pattern: String) -> [String] { world.files(pattern) }

  /// The caller's environment variables, by name.
  public struct EnvironmentVariables: Sendable {
    /// The value of a variable; nil if the variable is not set.
    public subscript(name: String) -> String? { Context.world.variable(name) }
  }

  /// The functions in use; a compiled manifest sets them when it starts.
  @TaskLocal package static var world = World(variable: { _ in nil }, files: { _ in [] })

  /// The functions through which a manifest reads variables, files and parameters.
  package struct World: Sendable {
    package var variable: @Sendable (String) -> String?
    package var files: @Sendable (String) -> [String]
    /// Registers a parameter and returns the text that the caller set; nil if the default applies.
    package var parameter: @Sendable (ParameterDeclaration) -> String?

    package init(
      variable: @escaping @Sendable (String) -> String?,
      files: @escaping @Sendable (String) -> [String],
      parameter: @escaping @Sendable (ParameterDeclaration) -> String? = { _ in nil }
    ) {
      self.variable = variable
      self.files = files
      self.parameter = parameter
    }
  }
}
