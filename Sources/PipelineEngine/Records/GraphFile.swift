package import PipelinePlanning
internal import PipelineReporting
package import PipelineSystem

/// The stored graph of a run, `.pipeline/graphs/ID.json`; runs with the same graph share one file.
///
/// A run's folder refers to its graph by an empty file `ID.graph`; a graph without such files can be removed.
package enum GraphFile {
  static let folder = Workspace.stateFolder.appending("graphs".utf8)
  private static let fileEnd = ".json"
  private static let markEnd = ".graph"

  /// Holds fingerprint, id and file size in bytes of the graph written last, separated by spaces.
  private static let note = folder.appending("last".utf8)

  /// Stores the graph if it is new, refers to it in the run's folder, and returns its id; `manifest` is the
  /// hash of the manifest, nil if unknown.
  package static func keep(
    _ graph: Graph,
    manifest: UInt64?,
    of run: String,
    in files: any FileSystem
  ) throws(SystemFault) -> String {
    let fingerprint = manifest.map { Self.fingerprint(of: graph, manifest: $0) }
    let id: String
    if let known = known(fingerprint, in: files) {
      id = known
    } else {
      id = try write(graph, fingerprint, in: files)
    }
    let runFolder = Workspace.runFolder(run)
    try files.makeFolder(runFolder)
    try files.replace(runFolder.appending((id + markEnd).utf8), with: [], isLasting: false)
    return id
  }

  /// Hashes everything that determines the graph, which is far faster than writing a large graph as text.
  private static func fingerprint(of graph: Graph, manifest: UInt64) -> String {
    let edges = graph.edges.upstream
    let hashes = [edges.ends, edges.numbers].map { numbers in
      numbers.withUnsafeBytes { XXH64.hash($0) }
    }
    return ([manifest] + hashes).map { String($0, radix: 16) }.joined(separator: "-")
  }

  /// Returns the id of the graph with this fingerprint, if it was written last and its file is complete.
  private static func known(_ fingerprint: String?, in files: any FileSystem) -> String? {
    guard let fingerprint, let note = try? files.contents(of: note) else { return nil }
    let parts = String(decoding: note, as: UTF8.self).split(separator: " ").map(String.init)
    guard parts.count == 3, parts[0] == fingerprint,
      let size = files.state(of: path(of: parts[1])).stamp?.size, String(size) == parts[2]
    else { return nil }
    return parts[1]
  }

  private static func write(
    _ graph: Graph,
    _ fingerprint: String?,
    in files: any FileSystem
  ) throws(SystemFault) -> String {
    let text = GraphJSON(graph)
    let path = path(of: text.id)
    try files.makeFolder(folder)
    // A crash of the system may have cut an earlier file short.
    if files.state(of: path).stamp?.size != Int64(text.bytes.count) {
      try files.replace(path, with: text.bytes, isLasting: false)
    }
    if let fingerprint {
      let line = "\(fingerprint) \(text.id) \(text.bytes.count)"
      try files.replace(note, with: Array(line.utf8), isLasting: false)
    }
    return text.id
  }

  private static func path(of id: String) -> Path { folder.appending((id + fileEnd).utf8) }

  /// Returns the graph files that no run needs once the folders of `runs` are gone.
  static func unused(after runs: [String], in files: any FileSystem) throws(SystemFault) -> [Path] {
    guard try files.kind(of: folder) == .folder else { return [] }
    var used: Set<[UInt8]> = []
    let hasRuns = try files.kind(of: Workspace.runsFolder) == .folder
    let entries = hasRuns ? try files.entries(of: Workspace.runsFolder) : []
    for entry in entries where entry.kind == .folder {
      if runs.contains(where: { entry.name.elementsEqual($0.utf8) }) { continue }
      for mark in try files.entries(of: Workspace.runsFolder.appending(entry.name)) {
        if let id = mark.name.dropping(markEnd) { used.insert(id) }
      }
    }
    return try files.entries(of: folder).compactMap { entry in
      guard let id = entry.name.dropping(fileEnd), !used.contains(id) else { return nil }
      return folder.appending(entry.name)
    }
  }
}

extension [UInt8] {
  fileprivate func dropping(_ ending: String) -> [UInt8]? {
    suffix(ending.utf8.count).elementsEqual(ending.utf8) ? Array(dropLast(ending.utf8.count)) : nil
  }
}
