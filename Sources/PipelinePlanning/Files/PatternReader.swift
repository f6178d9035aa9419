/// Reads each spelling of a path only once, because many stages name the same files.
struct PatternReader {
  let resolver: PathResolver
  private var known: [ExactText: FilePattern] = [:]

  init(_ resolver: PathResolver, expecting count: Int = 0) {
    self.resolver = resolver
    // Otherwise the table would copy its entries each time it grows.
    known.reserveCapacity(count)
  }

  mutating func pattern(_ spelling: String) -> FilePattern {
    let key = ExactText(spelling)
    if let known = known[key] { return known }
    let pattern = FilePattern(spelling, resolver: resolver)
    known[key] = pattern
    return pattern
  }
}
