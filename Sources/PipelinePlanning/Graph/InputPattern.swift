package import PipelineDescription

/// A declared input in normal form, and its place in the manifest.
package struct InputPattern: Sendable, Equatable {
  package var pattern: FilePattern
  package var place: Place

  package init(_ input: Input, resolver: PathResolver) {
    var reader = PatternReader(resolver)
    self.init(input, &reader)
  }

  init(_ input: Input, _ reader: inout PatternReader) {
    (pattern, place) = (reader.pattern(input.path), input.place)
    if !input.except.isEmpty { pattern.except = input.except.map { reader.pattern($0) } }
  }

  /// The pattern with its exceptions, as records and messages show it.
  package var text: String {
    pattern.except.isEmpty
      ? pattern.text
      : pattern.text + " except " + pattern.except.map(\.text).joined(separator: ", ")
  }

  /// Whether the output is, or can contain, a file that this input reads; does not follow symbolic links.
  package func reads(_ output: FilePattern) -> Bool {
    pattern.path == output.path
      || pattern.path.isInside(output.path) && !output.leavesOut(pattern.path)
      || (output.kind == .folder
        ? pattern.mayMatchInside(output.path) : pattern.matches(output.path))
  }
}
