/// What differs between the files of a recorded set and of the same set now, in one pass over both.
struct SetDifference {
  private(set) var changed: [(path: Path, change: Reason.Change)] = []
  private(set) var added: [Path] = []
  private(set) var removed: [Path] = []

  init(old: FileSet, new: FileSet) {
    // Nothing changed is the usual case, and the cheap one.
    if old.files == new.files { return }
    var before = old.files[...]
    for file in new.files {
      while let first = before.first, first.path < file.path {
        removed.append(first.path)
        before = before.dropFirst()
      }
      guard let first = before.first, first.path == file.path else {
        // What is gone, or hidden by an error, has not come to the set.
        switch file.state {
        case .present: added.append(file.path)
        case .missing: changed.append((file.path, .missing))
        case .unreadable(let fault): changed.append((file.path, .unreadable(fault)))
        }
        continue
      }
      before = before.dropFirst()
      if let change = PipelinePlanning.change(from: first, to: file) {
        changed.append((file.path, change))
      }
    }
    removed += before.map(\.path)
  }
}
