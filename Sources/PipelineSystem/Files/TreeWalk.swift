internal import PipelinePlanning

/// One walk through a tree, with a stack of its own, so that no depth is too much.
///
/// Links to folders are followed. A folder that links lead to more than once is walked through once
/// only (once for each state of the glob, which may ask for different files in it), so that folders
/// that link to each other cost no more than they hold: the files behind are stamped under the first
/// of their paths in byte order, and where the folder is met again that path itself is stamped, so
/// that a link that comes, goes or changes still shows. What is left out under the first path is
/// left out.
struct TreeWalk {
  let files: any FileSystem
  let except: [FilePattern]
  var found: [ObservedFile] = []
  private var open: [Visit] = []
  private var entered: Set<Entered> = []

  /// A folder that is yet to be looked into.
  private struct Visit {
    var folder: Path
    /// Where the folder really is; nil for a link that has not been followed yet.
    var real: Path?
    /// Where the folder really is that holds it.
    var above: Path
    /// The states of the glob in this folder; nil where everything is taken.
    var states: Glob.States?
    /// Whether the glob names the folder itself.
    var isMatch = true
    /// Whether it is or lies behind a link.
    var isLinked = false
  }

  /// A folder that was reached by a link, and what was asked for in it.
  private struct Entered: Hashable {
    var real: Path
    var states: Glob.States?
  }

  init(files: any FileSystem, except: [FilePattern]) {
    self.files = files
    self.except = except
  }

  /// Finds what a folder holds: everything, or what a glob names.
  mutating func visit(_ folder: Path, glob: Glob?) {
    let real = files.realPath(of: folder)
    open = [Visit(folder: folder, real: real, above: real, states: glob?.initialStates)]
    while let visit = open.popLast() {
      guard let real = enter(visit) else { continue }
      do throws(SystemFault) {
        var folders: [Visit] = []
        for entry in try files.entries(of: visit.folder) {
          if let inner = take(entry, in: visit, real, glob) { folders.append(inner) }
        }
        // The last is looked into first: so folders come in the byte order of the paths of what is in
        // them, in whatever order the system lists them.
        open += folders.sorted { Self.isBefore($1.folder, $0.folder) }
      } catch {
        // A folder that cannot be read is no empty folder.
        found.append(ObservedFile(visit.folder, .unreadable(error)))
      }
    }
  }

  /// Takes a file; returns what may be a folder to be looked into.
  private mutating func take(
    _ entry: FolderEntry,
    in visit: Visit,
    _ real: Path,
    _ glob: Glob?
  ) -> Visit? {
    if Glob.ignoredNames.contains(entry.name) { return nil }
    let path = visit.folder.appending(entry.name)
    if except.contains(where: { $0.matches(path) || ($0.kind == .folder && $0.path == path) }) {
      return nil
    }
    var inner = Visit(folder: path, above: real, isLinked: visit.isLinked)
    if let glob, let before = visit.states {
      let after = glob.advance(before, over: entry.name[...])
      if after.isEmpty { return nil }
      inner.isMatch = glob.accepts(after)
      // A folder that a glob matches outright is taken with all that is in it.
      inner.states = glob.takesWhole(after) ? nil : after
    }
    switch entry.kind {
    case .file, .special:
      if inner.isMatch { found.append(ObservedFile(path, files.state(of: path))) }
      return nil
    case .folder: inner.real = real.appending(entry.name)
    case .link: inner.isLinked = true
    }
    return inner
  }

  /// Where a folder really is; nil if it is not to be looked into.
  private mutating func enter(_ visit: Visit) -> Path? {
    if let real = visit.real {
      guard visit.isLinked, !entered.insert(Entered(real: real, states: visit.states)).inserted
      else { return real }
      found.append(ObservedFile(visit.folder, files.state(of: visit.folder)))
      return nil
    }
    let state = files.state(of: visit.folder)
    guard state.stamp?.kind == .folder else {
      if visit.isMatch { found.append(ObservedFile(visit.folder, state)) }
      return nil
    }
    let real = files.realPath(of: visit.folder)
    // A link back to a folder above would lead round for ever.
    if visit.above == real || visit.above.isInside(real) { return nil }
    let isNew = entered.insert(Entered(real: real, states: visit.states)).inserted
    // The link's own text belongs to what is read, beside the files behind it.
    if visit.isMatch || !isNew { found.append(ObservedFile(visit.folder, state)) }
    return isNew ? real : nil
  }

  /// Whether what is in one folder comes before what is in another beside it.
  private static func isBefore(_ left: Path, _ right: Path) -> Bool {
    left.appending([]).bytes.lexicographicallyPrecedes(right.appending([]).bytes)
  }
}
