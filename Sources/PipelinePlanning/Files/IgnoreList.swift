package import PipelineDescription

/// The files that are never part of a folder or a glob.
///
/// A pattern with a slash in the middle is a path. A pattern without a slash matches a name in any folder. A slash
/// at its end restricts it to folders, as in `.gitignore`. Unlike in a glob, a wildcard matches the leading dot of a name.
package struct IgnoreList: Sendable {
  /// The files that editors, notebooks, version control and systems leave in folders.
  package static let standard = IgnoreList(names: [
    ".#*", "#*#", "*~", ".*.sw?", "~$*", ".nfs*", ".DS_Store", "Thumbs.db",
    ".ipynb_checkpoints/", "__pycache__/", ".git", ".pipeline",
  ])

  private struct Name: Sendable {
    var parts: [Glob.Part]
    var isFolder: Bool
    /// The first and the last byte of all matching names, if they are fixed, so that most names fail at once.
    var first: UInt8?
    var last: UInt8?
  }

  private var names: [Name]
  package private(set) var paths: [FilePattern] = []

  private init(names: [String]) {
    self.names = names.compactMap { text in
      let isFolder = text.hasSuffix("/")
      let text = isFolder ? text.dropLast() : text[...]
      guard !text.isEmpty, !text.contains("/") else { return nil }
      let parts = Glob.parts(of: String(text))
      return Name(parts: parts, isFolder: isFolder, first: parts.first?.edge, last: parts.last?.end)
    }
  }

  /// Creates the list of a pipeline, which adds its own patterns to the standard names.
  package init(_ pipeline: Pipeline, resolver: PathResolver) {
    self = IgnoreList.standard.adding(pipeline.ignored.flatMap(\.patterns), resolver)
  }

  package func adding(_ patterns: [String], _ resolver: PathResolver) -> IgnoreList {
    var list = self
    list.names += IgnoreList(names: patterns).names
    for pattern in patterns where pattern.dropLast().contains("/") {
      list.paths.append(FilePattern(pattern, resolver: resolver))
    }
    return list
  }

  package func contains(_ name: ArraySlice<UInt8>, isFolder: Bool) -> Bool {
    names.contains { pattern in
      if let first = pattern.first, first != name.first { return false }
      if let last = pattern.last, last != name.last { return false }
      if pattern.isFolder, !isFolder { return false }
      return Glob.matches(name, pattern.parts[...], isStart: false)
    }
  }
}

extension Glob.Part {
  /// The first byte of every text that this part matches; nil if it varies.
  fileprivate var edge: UInt8? { if case .literal(let bytes) = self { bytes.first } else { nil } }

  /// The last byte of every text that this part matches; nil if it varies.
  fileprivate var end: UInt8? { if case .literal(let bytes) = self { bytes.last } else { nil } }
}
