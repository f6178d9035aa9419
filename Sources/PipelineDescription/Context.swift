/// The files and environment variables that a manifest can read.
///
/// The manifest may declare different stages for different answers. Every command runs it again, so the
/// answers are never stale.
public enum Context {
  /// The caller's environment variables: `Context.environment["SESSIONS"]`.
  public static var environment: EnvironmentVariables { EnvironmentVariables() }

  /// Returns the files that a glob matches now, in byte order.
  ///
  /// - Parameter pattern: A glob such as `data/raw/*.csv`, relative to the root.
  /// - Returns: The paths, ready for `Inputs`; an empty list if nothing matches. Paths of files in the root
  ///   are relative. A backslash precedes each character that `Inputs` would read as a wildcard.
  public static func files(_ pattern: String) -> [String] { world.files(pattern) }

  /// The caller's environment variables, by name.
  public struct EnvironmentVariables: Sendable {
    /// The value of a variable; nil if it is not set.
    public subscript(name: String) -> String? { Context.world.variable(name) }
  }

  /// The tool's answers, set before the manifest is evaluated.
  @TaskLocal package static var world = World(variable: { _ in nil }, files: { _ in [] })

  /// Functions that answer the questions of a manifest.
  package struct World: Sendable {
    package var variable: @Sendable (String) -> String?
    package var files: @Sendable (String) -> [String]
    /// Registers a parameter and returns the text that the caller set; nil if the default holds.
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
