package import PipelineDescription

/// A declared input or output: a file, a folder with everything in it, or a glob.
package struct FilePattern: Sendable {
  package enum Kind: Hashable, Sendable {
    case file
    case folder
    /// Indirect, because otherwise each of the many plain patterns would need as much memory as a glob.
    indirect case glob(Glob)
  }

  package let kind: Kind
  /// The file or the folder; for a glob, the folder below which its wildcards begin.
  package let path: Path
  /// The pattern in normal form, as messages and records show it.
  package let text: String
  /// The declared files, folders and globs that are not part of this folder or glob.
  package var except: [FilePattern] = []
  package var ignored = IgnoreList.standard
  /// Only outputs have marks.
  package var marks: Set<OutputMark> = []

  package init(_ spelling: String, resolver: PathResolver) {
    let isFolder = spelling.hasSuffix("/")
    guard PathText.isGlob(spelling) else {
      path = resolver.path(PathText.literal(spelling))
      kind = isFolder ? .folder : .file
      // Nearly all spellings are already in normal form, so they can be used without creating a new text.
      let isAsWritten =
        isFolder
        ? spelling.utf8.dropLast().elementsEqual(path.bytes)
        : spelling.utf8.elementsEqual(path.bytes)
      text =
        isAsWritten
        ? spelling : path.text + (isFolder && path.bytes.last != Path.slash ? "/" : "")
      return
    }
    var components = spelling.split(separator: "/", omittingEmptySubsequences: false)
    var base: [String] = []
    while let first = components.first, !PathText.isGlob(String(first)) {
      base.append(PathText.literal(String(first)))
      components.removeFirst()
    }
    // A slash at the end changes nothing, because a glob includes everything in the folders that it matches.
    let wild = components.filter { !$0.isEmpty && $0 != "." }.map(String.init)
    path = resolver.path(base.joined(separator: "/") + (base == [""] ? "/" : ""))
    let glob = Glob(base: path, components: wild)
    kind = .glob(glob)
    let prefix = PathText.escaped(path.text)
    text = (prefix.isEmpty || prefix == "/" ? prefix : prefix + "/") + wild.joined(separator: "/")
  }

  /// Whether the file is part of the input or output.
  package func matches(_ candidate: Path) -> Bool {
    switch kind {
    case .file: candidate == path
    case .folder: candidate.isInside(path) && !leavesOut(candidate)
    case .glob(let glob): glob.matches(candidate) && !leavesOut(candidate)
    }
  }

  /// Whether a path inside the folder could match; true does not promise a match.
  package func mayMatchInside(_ folder: Path) -> Bool {
    switch kind {
    case .file: path.isInside(folder)
    case .folder:
      path == folder || path.isInside(folder)
        || folder.isInside(path) && !leavesOut(folder, isFolder: true)
    case .glob(let glob): glob.mayMatchInside(folder) && !leavesOut(folder, isFolder: true)
    }
  }

  /// Whether the path is inside this folder or glob, but its name or an exception keeps it from being part.
  package func leavesOut(_ candidate: Path, isFolder: Bool = false) -> Bool {
    ignores(candidate, isFolder: isFolder) || excepts(candidate, isFolder: isFolder)
  }

  /// Whether the path is inside this folder or glob, and is a file that the pipeline ignores.
  package func ignores(_ candidate: Path, isFolder: Bool) -> Bool {
    guard kind != .file, candidate.isInside(path) else { return false }
    let names = candidate.components.dropFirst(path.components.count)
    let hasIgnoredName = names.indices.contains { index in
      ignored.contains(
        names[index],
        isFolder: isFolder || index != names.index(before: names.endIndex)
      )
    }
    return hasIgnoredName || Self.names(ignored.paths, candidate, isFolder)
  }

  /// Whether the path is inside this folder or glob, and is one of its exceptions.
  package func excepts(_ candidate: Path, isFolder: Bool) -> Bool {
    kind != .file && candidate.isInside(path) && Self.names(except, candidate, isFolder)
  }

  private static func names(_ patterns: [FilePattern], _ path: Path, _ isFolder: Bool) -> Bool {
    patterns.contains { $0.matches(path) || isFolder && $0.coversFolder(path) }
  }

  /// Whether every file in the folder is part of this pattern, or counts as part of it in an exception.
  package func coversFolder(_ folder: Path) -> Bool {
    guard except.isEmpty else { return false }
    switch kind {
    case .file: return false
    case .folder: return folder == path || folder.isInside(path)
    case .glob(let glob): return glob.coversFolder(folder)
    }
  }
}

extension FilePattern: Hashable {
  package static func == (one: FilePattern, other: FilePattern) -> Bool {
    one.path == other.path && one.kind == other.kind && one.except == other.except
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(path) }
}
