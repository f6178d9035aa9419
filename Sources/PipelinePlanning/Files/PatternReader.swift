/// Reads spellings of paths, each once: stages that name the same file share what was read.
struct PatternReader {
  let resolver: PathResolver
  private var known: [ExactText: FilePattern] = [:]

  init(_ resolver: PathResolver) {
    self.resolver = resolver
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
