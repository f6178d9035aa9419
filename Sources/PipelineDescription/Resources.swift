/// What a stage takes while it runs; it starts when that much is free.
///
/// A stage takes one core where nothing is said. Names other than `cores` and `memory` are the
/// manifest's own; `Limits` or `--resource` says how much of each there is.
public struct Resources: Sendable, Equatable {
  package var all: [ResourceAmount]

  /// Declares what the stage takes.
  ///
  /// - Parameters:
  ///   - cores: How many processor cores its scripts keep busy.
  ///   - memory: How much memory they need together.
  ///   - named: How much of other resources, by name: `["gpu": 1, "api": 3]`.
  ///   - line: The line of the declaration; leave it out.
  public init(
    cores: Int? = nil,
    memory: MemorySize? = nil,
    _ named: KeyValuePairs<String, Int> = [:],
    line: Int = #line
  ) {
    all = ResourceAmount.list(cores: cores, memory: memory, named, line: line)
  }
}
