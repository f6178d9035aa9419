/// How much of each resource there is for all stages together.
///
/// Of cores and memory there is what the machine has, where nothing is said. `--resource` overrules
/// both.
public struct Limits: Sendable, Equatable {
  package var all: [ResourceAmount]

  /// Declares how much there is.
  ///
  /// - Parameters:
  ///   - cores: How many processor cores may be kept busy.
  ///   - memory: How much memory may be taken.
  ///   - named: How much there is of other resources, by name: `["gpu": 2, "api": 3]`.
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
