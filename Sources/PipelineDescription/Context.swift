/// The world as the manifest sees it while it is read.
///
/// What is read here decides what is declared: it is read anew by every command, so it is never stale.
public enum Context {
  /// The variables of the caller's environment: `Context.environment["SESSIONS"]`.
  public static var environment: EnvironmentVariables { EnvironmentVariables() }

  /// The files that a glob matches now, in byte order, relative to the root where they lie in it.
  ///
  /// - Parameter pattern: A glob such as `data/raw/*.csv`, relative to the root.
  /// - Returns: The paths as `Inputs` takes them, so with a backslash before a character that would be
  ///   read as a wildcard; none where nothing matches.
  public static func files(_ pattern: String) -> [String] { world.files(pattern) }

  /// The caller's environment, by name.
  public struct EnvironmentVariables: Sendable {
    /// The value of a variable; nil where it is not set.
    public subscript(name: String) -> String? { Context.world.variable(name) }
  }

  /// What answers the questions above, and what parameters ask; the tool puts it there before the manifest is read.
  @TaskLocal package static var world = World(variable: { _ in nil }, files: { _ in [] })

  /// The questions that a manifest may ask.
  package struct World: Sendable {
    package var variable: @Sendable (String) -> String?
    package var files: @Sendable (String) -> [String]
    /// Takes note of a parameter, and gives the text that it is set to; nil where the default holds.
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
