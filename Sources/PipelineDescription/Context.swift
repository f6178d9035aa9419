/// The files and environment variables that a manifest can read.
///
/// The manifest may declare different stages, depending on what it reads here. Every command of `pipeline`
/// runs the manifest again, so the values are never out of date.
public enum Context {
  /// The caller's environment variables, such as `Context.environment["SESSIONS"]`.
  public static var environment: EnvironmentVariables { EnvironmentVariables() }

  /// Returns the files that a glob matches now, in byte order.
  ///
  /// - Parameter pattern: A glob such as `data/raw/*.csv`, relative to the root.
  /// - Returns: The paths, ready for `Inputs`; an empty list if no file matches. Paths of files in the root
  ///   are relative. A backslash precedes each character that `Inputs` would read as a wildcard.
  public static func files(_ pattern: String) -> [String] { world.files(pattern) }

  /// The caller's environment variables, by name.
  public struct EnvironmentVariables: Sendable {
    /// The value of a variable; nil if it is not set.
    public subscript(name: String) -> String? { Context.world.variable(name) }
  }

  /// The functions in use; the tool sets them before it evaluates the manifest.
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
