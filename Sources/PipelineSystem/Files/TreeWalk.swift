internal import PipelinePlanning

/// Finds the files in a folder, also behind links; uses its own stack, so that the depth has no limit.
///
/// A folder that several links lead to is listed only once, so that folders that link to each other cost no
/// more than their contents. With a glob, it is listed once for each state of the glob, because each state
/// can match different files.
///
/// The result has the files under the first of their paths in byte order. If the walk reaches a folder again,
/// it adds the other path itself, so that the runner notices a new, removed or changed link. Files that
/// `except` excludes under the first path are excluded altogether.
struct TreeWalk {
  let files: any FileSystem
  let ignored: IgnoreList
  let except: [FilePattern]
  var found: [ObservedFile] = []
  private var open: [Visit] = []
  private var entered: Set<Entered> = []

  /// A folder that the walk still has to list.
  private struct Visit {
    var folder: Path
    /// Nil for a link that the walk has not resolved yet.
    var real: Path?
    /// The real path of the parent folder.
    var above: Path
    /// Nil if everything in this folder matches.
    var states: Glob.States?
    /// Whether the glob names the folder itself.
    var isMatch = true
    /// Whether the folder is a link or lies behind one.
    var isLinked = false
  }

  private struct Entered: Hashable {
    var real: Path
    var states: Glob.States?
  }

  init(files: any FileSystem, ignored: IgnoreList, except: [FilePattern]) {
    self.files = files
    self.ignored = ignored
    self.except = ignored.paths + except
  }

  /// Finds all files in a folder, or only those that match the glob, and adds them to `found`.
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
        // The last folder of `open` is next, so sort in descending order. `appending([])` adds a slash,
        // because in byte order the paths in `a-b` come before those in `a` (`-` comes before the slash).
        open += folders.sorted { $1.folder.appending([]) < $0.folder.appending([]) }
      } catch {
        // A folder that cannot be read must not count as empty.
        found.append(ObservedFile(visit.folder, .unreadable(error)))
      }
    }
  }

  /// Adds a matching file to `found`; returns a folder, or a link that can lead to one, for a later visit.
  private mutating func take(
    _ entry: FolderEntry,
    in visit: Visit,
    _ real: Path,
    _ glob: Glob?
  ) -> Visit? {
    let isFolder = entry.kind == .folder
    if ignored.contains(entry.name[...], isFolder: isFolder) { return nil }
    let path = visit.folder.appending(entry.name)
    // A covered folder is not even listed, because the user perhaps may not read it.
    let isLeftOut = except.contains { exception in
      exception.matches(path) || entry.kind != .file && exception.coversFolder(path)
    }
    if isLeftOut { return nil }
    var inner = Visit(folder: path, above: real, isLinked: visit.isLinked)
    if let glob, let before = visit.states {
      let after = glob.advance(before, over: entry.name[...])
      if after.isEmpty { return nil }
      inner.isMatch = glob.accepts(after)
      // If the glob matches the folder itself, all its contents match.
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

  /// Returns the real path of a folder that the walk must list; otherwise nil.
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
    // Following a link to a parent folder would never end.
    if visit.above == real || visit.above.isInside(real) { return nil }
    let isNew = entered.insert(Entered(real: real, states: visit.states)).inserted
    // The link itself is an input, too, in addition to the files behind it.
    if visit.isMatch || !isNew { found.append(ObservedFile(visit.folder, state)) }
    return isNew ? real : nil
  }
}
