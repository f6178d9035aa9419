internal import PipelinePlanning

/// One walk through a tree, with a stack of its own, so that the depth has no limit.
///
/// Links to folders are followed. A folder behind several links is walked through only once (once for each state of
/// the glob, which may match different files in it), so that folders that link to each other cost no more than their
/// contents. The files are stamped under the first of their paths in byte order. Where the walk meets the folder
/// again, it stamps that path itself, so that a new, removed or changed link is noticed. An exception under the first
/// path holds for the others, too.
struct TreeWalk {
  let files: any FileSystem
  let except: [FilePattern]
  var found: [ObservedFile] = []
  private var open: [Visit] = []
  private var entered: Set<Entered> = []

  /// A folder that is still to be listed.
  private struct Visit {
    var folder: Path
    /// The folder's real path; nil for a link that has not been followed yet.
    var real: Path?
    /// The real path of the folder above it.
    var above: Path
    /// The states of the glob in this folder; nil if everything in it matches.
    var states: Glob.States?
    /// Whether the glob names the folder itself.
    var isMatch = true
    /// Whether it is a link or behind one.
    var isLinked = false
  }

  /// A folder that was reached by a link, and the states of the glob in it.
  private struct Entered: Hashable {
    var real: Path
    var states: Glob.States?
  }

  init(files: any FileSystem, except: [FilePattern]) {
    self.files = files
    self.except = except
  }

  /// Finds the files of a folder: all, or those that match a glob.
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
        // The last one is listed first, so that the folders come in the byte order of the paths in them: `a-b`
        // before `a`, because `-` is before the slash that `appending([])` adds.
        open += folders.sorted { $1.folder.appending([]) < $0.folder.appending([]) }
      } catch {
        // A folder that cannot be read is no empty folder.
        found.append(ObservedFile(visit.folder, .unreadable(error)))
      }
    }
  }

  /// Takes an entry if it matches; returns it if it may be a folder to be listed.
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
      // A folder that matches the glob itself is taken with all its contents.
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

  /// Returns a folder's real path; nil if it is not to be listed.
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
    // A link to a folder above would make an endless walk.
    if visit.above == real || visit.above.isInside(real) { return nil }
    let isNew = entered.insert(Entered(real: real, states: visit.states)).inserted
    // The link's own text is an input, too, beside the files behind it.
    if visit.isMatch || !isNew { found.append(ObservedFile(visit.folder, state)) }
    return isNew ? real : nil
  }
}
