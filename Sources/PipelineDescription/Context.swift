/// The files and variables that a manifest may ask for.
///
/// The answers decide what the manifest declares. Every command asks again, so they are never stale.
public enum Context {
  /// The variables of the caller's environment: `Context.environment["SESSIONS"]`.
  public static var environment: EnvironmentVariables { EnvironmentVariables() }

  /// Returns the files that a glob matches now, in byte order; those in the root by relative paths.
  ///
  /// - Parameter pattern: A glob such as `data/raw/*.csv`, relative to the root.
  /// - Returns: The paths as `Inputs` takes them, with a backslash before a character that `Inputs` would
  ///   read as a wildcard; an empty list if nothing matches.
  public static func files(_ pattern: String) -> [String] { world.files(pattern) }

  /// The caller's environment, by name.
  public struct EnvironmentVariables: Sendable {
    /// The value of a variable; nil if it is not set.
    public subscript(name: String) -> String? { Context.world.variable(name) }
  }

  /// The tool's answers; set before the manifest is evaluated.
  @TaskLocal package static var world = World(variable: { _ in nil }, files: { _ in [] })

  /// The questions that a manifest may ask.
  package struct World: Sendable {
    package var variable: @Sendable (String) -> String?
    package var files: @Sendable (String) -> [String]
    /// Notes a parameter, and returns the text that it is set to; nil if the default holds.
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
