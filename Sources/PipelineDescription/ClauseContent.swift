/// The content between the braces of a `Stage` or a `Pipeline`; the compiler makes it.
public struct ClauseContent<Whole>: Sendable {
  /// For each clause, what adds it to the whole.
  package var clauses: [@Sendable (inout Whole) -> Void] = []

  /// Makes content without clauses.
  package init() {}

  /// Makes the content of one clause.
  package init(_ add: @escaping @Sendable (inout Whole) -> Void) {
    clauses = [add]
  }
}

/// Turns the lines between the braces of a `Stage` or a `Pipeline` into its content.
@resultBuilder
public enum ClauseBuilder<Whole> {
  /// Joins the lines of a block.
  public static func buildBlock(_ parts: ClauseContent<Whole>...) -> ClauseContent<Whole> {
    buildArray(parts)
  }

  /// Joins the turns of a loop.
  public static func buildArray(_ parts: [ClauseContent<Whole>]) -> ClauseContent<Whole> {
    var content = ClauseContent<Whole>()
    content.clauses = parts.flatMap(\.clauses)
    return content
  }

  /// Takes an `if` without `else`.
  public static func buildOptional(_ part: ClauseContent<Whole>?) -> ClauseContent<Whole> {
    part ?? ClauseContent()
  }

  /// Takes the first branch of an `if` or a `switch`.
  public static func buildEither(first part: ClauseContent<Whole>) -> ClauseContent<Whole> { part }

  /// Takes the other branch of an `if` or a `switch`.
  public static func buildEither(second part: ClauseContent<Whole>) -> ClauseContent<Whole> { part }

  /// Takes a branch under `if #available`.
  public static func buildLimitedAvailability(
    _ part: ClauseContent<Whole>
  ) -> ClauseContent<Whole> {
    part
  }
}
