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
    var walk = Walk(files: files, except: except)
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

/// One walk through a tree, with a stack of its own, so that no depth is too much.
private struct Walk {
  let files: any FileSystem
  let except: [FilePattern]
  var found: [ObservedFile] = []
  private var open: [Visit] = []

  private struct Visit {
    var folder: Path
    /// The states of the glob in this folder; nil where everything is taken.
    var states: Set<Int>?
    /// Where the links lead by which the folder was reached.
    var linked: [Path]
  }

  init(files: any FileSystem, except: [FilePattern]) {
    self.files = files
    self.except = except
  }

  mutating func visit(_ folder: Path, glob: Glob?) {
    open = [Visit(folder: folder, states: glob?.initialStates, linked: [])]
    while let visit = open.popLast() {
      do throws(SystemFault) {
        for entry in try files.entries(of: visit.folder) {
          take(entry, in: visit, glob)
        }
      } catch {
        // A folder that cannot be read is no empty folder.
        found.append(ObservedFile(visit.folder, .unreadable(error)))
      }
    }
  }

  private mutating func take(_ entry: FolderEntry, in visit: Visit, _ glob: Glob?) {
    if Glob.ignoredNames.contains(entry.name) { return }
    let path = visit.folder.appending(entry.name)
    if except.contains(where: { $0.matches(path) || ($0.kind == .folder && $0.path == path) }) {
      return
    }
    var states: Set<Int>?
    var isMatch = true
    if let glob, let before = visit.states {
      let after = glob.advance(before, over: entry.name[...])
      if after.isEmpty { return }
      states = after
      isMatch = glob.accepts(after)
    }
    switch entry.kind {
    case .file, .special:
      if isMatch { found.append(ObservedFile(path, files.state(of: path))) }
    case .folder:
      enter(path, states, visit.linked, glob)
    case .link:
      takeLink(path, states, isMatch, visit, glob)
    }
  }

  private mutating func takeLink(
    _ path: Path,
    _ states: Set<Int>?,
    _ isMatch: Bool,
    _ visit: Visit,
    _ glob: Glob?
  ) {
    let state = files.state(of: path)
    guard state.stamp?.kind == .folder else {
      if isMatch { found.append(ObservedFile(path, state)) }
      return
    }
    // A link back to a folder above would lead round for ever.
    let real = files.realPath(of: path)
    let here = files.realPath(of: visit.folder)
    if here == real || here.isInside(real) || visit.linked.contains(real) { return }
    // The link's own text belongs to what is read, beside the files behind it.
    if isMatch { found.append(ObservedFile(path, state)) }
    enter(path, states, visit.linked + [real], glob)
  }

  /// Goes on in a folder; one that a glob matches outright is taken with all that is in it.
  private mutating func enter(
    _ path: Path,
    _ states: Set<Int>?,
    _ linked: [Path],
    _ glob: Glob?
  ) {
    let isWhole = states.map { glob?.takesWhole($0) ?? true } ?? true
    open.append(Visit(folder: path, states: isWhole ? nil : states, linked: linked))
  }
}
