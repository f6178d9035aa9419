/// Reads spellings of paths, each once: stages that name the same file share what was read.
struct PatternReader {
  let resolver: PathResolver
  private var known: [ExactText: FilePattern] = [:]

  /// Prepares to read about so many spellings that differ.
  init(_ resolver: PathResolver, expecting count: Int = 0) {
    self.resolver = resolver
    // A table that grows moves what is in it again and again.
    known.reserveCapacity(count)
  }

  /// What a spelling names.
  mutating func pattern(_ spelling: String) -> FilePattern {
    let key = ExactText(spelling)
    if let known = known[key] { return known }
    let pattern = FilePattern(spelling, resolver: resolver)
    known[key] = pattern
    return pattern
  }
}
