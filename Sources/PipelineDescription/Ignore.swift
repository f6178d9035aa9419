/// Files that are never part of a folder or a glob, in addition to those that editors and systems leave.
///
/// ```swift
/// Ignore("*.bak", "scratch/", "data/raw/old/")
/// ```
///
/// A pattern without a slash matches a name in any folder. A slash at its end restricts it to folders. A
/// pattern with a slash elsewhere is a path from the root. A file that an input or output names itself still
/// counts.
public struct Ignore: Sendable, Equatable {
  package var patterns: [String]
  package var place: Place

  /// Declares files to ignore.
  ///
  /// - Parameters:
  ///   - patterns: Names, paths and globs, or lists of them.
  ///   - fileID: The file of the declaration. Leave it out, because the compiler fills it in.
  ///   - line: The line of the declaration. Leave it out, too.
  public init<each Value: PathConvertible>(
    _ patterns: repeat each Value,
    fileID: StaticString = #fileID,
    line: Int = #line
  ) {
    self.init(patterns: [], place: Place(fileID, line))
    for pattern in repeat each patterns { self.patterns += pattern.paths }
  }

  package init(patterns: [String], place: Place) {
    self.patterns = patterns
    self.place = place
  }
}

extension Ignore: PipelineClause {
  /// Content that adds these patterns to those of the pipeline.
  public var pipelineContent: PipelineContent { PipelineContent { $0.ignored.append(self) } }
}

extension StageBuilder {
  /// Unavailable: `Ignore` belongs in the `Pipeline`.
  @available(
    *,
    unavailable,
    message: "`Ignore` belongs in the `Pipeline`; in a stage, use `except:`"
  )
  public static func buildExpression(_ ignore: Ignore) -> StageContent { StageContent() }
}

extension ManifestForm {
  func ignored(_ ignored: [Ignore], to writer: inout JSONWriter) {
    guard !ignored.isEmpty else { return }
    writer.key("ignore")
    writer.array { writer in
      for ignore in ignored {
        for pattern in ignore.patterns { named("path", pattern, ignore.place, to: &writer) }
      }
    }
  }
}
