internal import PipelineDescription

/// What an input or output names: a file, a folder with all that is in it, or a glob.
package struct FilePattern: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case file
    case folder
    /// Elsewhere, as most patterns are none, and each has room for it.
    indirect case glob(Glob)
  }

  package let kind: Kind
  /// The file or the folder; for a glob the folder that its wildcards begin in.
  package let path: Path
  /// The pattern in normal form, as messages and records name it.
  package let text: String

  /// Reads the spelling of a manifest.
  package init(_ spelling: String, resolver: PathResolver) {
    let isFolder = spelling.hasSuffix("/")
    guard PathText.isGlob(spelling) else {
      path = resolver.path(PathText.literal(spelling))
      kind = isFolder ? .folder : .file
      // As it is written, as nearly always, or in normal form.
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
    // A slash at the end of a glob says nothing new: a folder that it matches is taken whole anyway.
    let wild = components.filter { !$0.isEmpty && $0 != "." }.map(String.init)
    path = resolver.path(base.joined(separator: "/") + (base == [""] ? "/" : ""))
    let glob = Glob(base: path, components: wild)
    kind = .glob(glob)
    let prefix = PathText.escaped(path.text)
    text = (prefix.isEmpty || prefix == "/" ? prefix : prefix + "/") + wild.joined(separator: "/")
  }

  /// Whether a file of this path is among what the pattern names.
  package func matches(_ candidate: Path) -> Bool {
    switch kind {
    case .file: candidate == path
    case .folder: candidate.isInside(path)
    case .glob(let glob): glob.matches(candidate)
    }
  }

  /// Whether something in the folder may be among what the pattern names.
  package func mayMatchInside(_ folder: Path) -> Bool {
    switch kind {
    case .file: path.isInside(folder)
    case .folder: path == folder || path.isInside(folder) || folder.isInside(path)
    case .glob(let glob): glob.mayMatchInside(folder)
    }
  }
}
