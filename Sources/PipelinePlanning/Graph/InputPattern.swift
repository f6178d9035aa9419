package import PipelineDescription

/// A declared input in normal form, with its exceptions.
package struct InputPattern: Sendable, Equatable {
  package var pattern: FilePattern
  package var except: [FilePattern]
  package var place: Place

  package init(pattern: FilePattern, except: [FilePattern], place: Place) {
    self.pattern = pattern
    self.except = except
    self.place = place
  }

  init(_ input: Input, _ reader: inout PatternReader) {
    self.init(
      pattern: reader.pattern(input.path),
      except: input.except.map { reader.pattern($0) },
      place: input.place
    )
  }

  /// The pattern with its exceptions, as records and messages show it.
  package var text: String {
    except.isEmpty
      ? pattern.text : pattern.text + " except " + except.map(\.text).joined(separator: ", ")
  }

  package func matches(_ path: Path) -> Bool {
    pattern.matches(path) && !except.contains { $0.matches(path) }
  }

  package func mayMatchInside(_ folder: Path) -> Bool {
    pattern.mayMatchInside(folder)
      && !except.contains {
        $0.kind == .folder && ($0.path == folder || folder.isInside($0.path))
      }
  }

  /// Whether the output is, or can contain, a file that this input reads; does not follow symbolic links.
  package func reads(_ output: FilePattern) -> Bool {
    pattern.path == output.path || pattern.path.isInside(output.path)
      || (output.kind == .folder ? mayMatchInside(output.path) : matches(output.path))
  }
}
