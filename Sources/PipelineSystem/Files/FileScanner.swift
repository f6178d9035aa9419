package import PipelinePlanning

/// Finds and stamps the files that a pattern names.
package struct FileScanner: Sendable {
  private let files: any FileSystem

  package init(files: any FileSystem) {
    self.files = files
  }

  /// Returns the files that an input pattern names, in byte order, without the stage's outputs `own`.
  ///
  /// A missing file or folder is in the result, as missing. A glob without a match gives an empty result.
  package func set(of input: InputPattern, apartFrom own: [FilePattern]) -> FileSet {
    FileSet(pattern: input.text, files: matches(input.pattern, except: input.pattern.except + own))
  }

  /// Returns the files that an output pattern names, in byte order.
  package func set(of output: FilePattern) -> FileSet {
    FileSet(pattern: output.text, files: matches(output, except: output.except))
  }

  private func matches(_ pattern: FilePattern, except: [FilePattern]) -> [ObservedFile] {
    let state = files.state(of: pattern.path)
    if pattern.kind == .file { return [ObservedFile(pattern.path, state)] }
    let glob: Glob? = if case .glob(let glob) = pattern.kind { glob } else { nil }
    guard case .present(let stamp) = state, stamp.kind == .folder else {
      // A glob below a path that is not a folder matches nothing, but an unreadable path must be reported.
      let isUnreadable = if case .unreadable = state { true } else { false }
      return glob == nil || isUnreadable ? [ObservedFile(pattern.path, state)] : []
    }
    var walk = TreeWalk(files: files, ignored: pattern.ignored, except: except)
    if stamp.link != nil { walk.found.append(ObservedFile(pattern.path, state)) }
    walk.visit(pattern.path, glob: glob)
    // The walk can find a file twice: in a folder that matches, and as a match itself.
    var last: Path?
    return walk.found.sorted { $0.path < $1.path }.filter { file in
      defer { last = file.path }
      return file.path != last
    }
  }
}
