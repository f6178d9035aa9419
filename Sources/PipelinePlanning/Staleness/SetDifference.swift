/// The differences between a recorded set of files and the same set now, found in one pass over both.
struct SetDifference {
  private(set) var changed: [(path: Path, change: Reason.Change)] = []
  private(set) var added: [Path] = []
  private(set) var removed: [Path] = []

  init(old: FileSet, new: FileSet) {
    // Usually nothing has changed, and this comparison is fast.
    if old.files == new.files { return }
    var before = old.files[...]
    for file in new.files {
      while let first = before.first, first.path < file.path {
        removed.append(first.path)
        before = before.dropFirst()
      }
      guard let first = before.first, first.path == file.path else {
        // A file that is missing or unreadable does not count as added.
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
