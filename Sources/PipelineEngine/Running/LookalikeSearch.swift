internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// Searches the root for files that an attempt wrote in the place of a missing output.
struct LookalikeSearch {
  let files: any FileSystem
  let graph: Graph
  /// The start of the attempt, in nanoseconds since 1970.
  let start: Int64

  /// The search stops after this many entries, because the root can be huge.
  private static let entryLimit = 20_000
  /// The clock of a disk can lag behind the clock of the system by this many nanoseconds.
  private static let lag: Int64 = 10_000_000

  /// Returns at most three new files or folders that resemble the outputs.
  func find(_ missing: [FilePattern]) -> [String] {
    var found: [String] = []
    var open: [Path] = [.root]
    var count = 0
    while !open.isEmpty {
      let folder = open.removeFirst()
      for entry in (try? files.entries(of: folder)) ?? [] {
        count += 1
        if count > Self.entryLimit || found.count == 3 { return found.sorted() }
        let isFolder = entry.kind == .folder
        if IgnoreList.standard.contains(entry.name[...], isFolder: isFolder) { continue }
        let path = folder.appending(entry.name)
        if isFolder { open.append(path) }
        let isLike = missing.contains { output in
          (output.kind == .folder) == isFolder && output.path != path && path.resembles(output.path)
        }
        if isLike, !graph.nodes.contains(where: { $0.makes(path) }), isNew(path, isFolder: isFolder)
        {
          found.append(path.text + (isFolder ? "/" : ""))
        }
      }
    }
    return found.sorted()
  }

  /// Whether a file was written since the start; a folder is new if one of its files is.
  private func isNew(_ path: Path, isFolder: Bool) -> Bool {
    guard isFolder else {
      return files.state(of: path).stamp.map { $0.modified >= start - Self.lag } ?? false
    }
    let inner = (try? files.entries(of: path)) ?? []
    return inner.contains { $0.kind != .folder && isNew(path.appending($0.name), isFolder: false) }
  }
}
