internal import PipelineDescription

/// Reads each spelling of a path only once, because many stages name the same files.
struct PatternReader {
  let resolver: PathResolver
  private let ignored: IgnoreList
  private var known: [ExactText: FilePattern] = [:]

  init(_ resolver: PathResolver, ignored: IgnoreList = .standard, expecting count: Int = 0) {
    self.resolver = resolver
    self.ignored = ignored
    // Otherwise the table would copy its entries each time it grows.
    known.reserveCapacity(count)
  }

  mutating func pattern(_ spelling: String) -> FilePattern {
    let key = ExactText(spelling)
    if let known = known[key] { return known }
    var pattern = FilePattern(spelling, resolver: resolver)
    pattern.ignored = ignored
    known[key] = pattern
    return pattern
  }

  mutating func pattern(_ output: Output) -> FilePattern {
    var pattern = pattern(output.path)
    (pattern.marks, pattern.except) = (output.marks, output.except.map { self.pattern($0) })
    return pattern
  }
}
