package import PipelinePlanning

/// Finds the files that a pattern names, and stamps each.
package struct FileScanner: Sendable {
  private let files: any FileSystem

  package init(files: any FileSystem) {
    self.files = files
  }

  /// The files that a declared input stands for now, in byte order.
  ///
  /// - Parameters:
  ///   - input: The pattern, with what it leaves out.
  ///   - own: The stage's own outputs, which are never among the matches of its globs and folders.
  /// - Returns: For a plain file that file, there or not; for a folder that is not there the folder
  ///   itself as missing; else every file in it or matched.
  package func set(of input: InputPattern, apartFrom own: [FilePattern]) -> FileSet {
    FileSet(pattern: input.text, files: matches(input.pattern, except: input.except + own))
  }

  /// The files that a declared output stands for now, in byte order.
  package func set(of output: FilePattern) -> FileSet {
    FileSet(pattern: output.text, files: matches(output, except: []))
  }

  private func matches(_ pattern: FilePattern, except: [FilePattern]) -> [ObservedFile] {
    let state = files.state(of: pattern.path)
    if pattern.kind == .file { return [ObservedFile(pattern.path, state)] }
    guard case .present(let stamp) = state, stamp.kind == .folder else {
      // A glob in what is no folder matches nothing; what cannot be looked at is another matter.
      if case .glob = pattern.kind, case .missing = state { return [] }
      if case .glob = pattern.kind, case .present = state { return [] }
      return [ObservedFile(pattern.path, state)]
    }
    var walk = TreeWalk(files: files, except: except)
    if stamp.link != nil { walk.found.append(ObservedFile(pattern.path, state)) }
    switch pattern.kind {
    case .file: break
    case .folder: walk.visit(pattern.path, glob: nil)
    case .glob(let glob): walk.visit(pattern.path, glob: glob)
    }
    // A file may be reached twice, by a folder and by a glob.
    var last: Path?
    return walk.found.sorted { $0.path < $1.path }.filter { file in
      defer { last = file.path }
      return file.path != last
    }
  }
}
