package import PipelinePlanning
internal import PipelineReporting
package import PipelineSystem

/// The graph of a run, `.pipeline/graphs/ID.json`: one file for all runs of the same graph.
///
/// An empty file `ID.graph` in the folder of a run says that the run had this graph. A graph stays as long as
/// the folder of a run has such a file.
package enum GraphFile {
  static let folder = Workspace.stateFolder.appending("graphs".utf8)
  private static let fileEnd = ".json"
  private static let markEnd = ".graph"

  /// Which graph was written last: its fingerprint, its id and the size of its file, with spaces between.
  private static let note = folder.appending("last".utf8)

  /// Writes the graph, unless it is there, and the mark in the folder of the run.
  ///
  /// - Parameters:
  ///   - graph: The graph.
  ///   - manifest: The hash of the manifest; nil where it is not known.
  ///   - run: The run.
  ///   - files: The disk.
  /// - Returns: The id of the graph.
  /// - Throws: The error of the system in writing.
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

  /// A hash of all that the graph follows from: to turn a large graph into text takes far longer.
  private static func fingerprint(of graph: Graph, manifest: UInt64) -> String {
    let edges = graph.edges.upstream
    let hashes = [edges.ends, edges.numbers].map { numbers in
      numbers.withUnsafeBytes { XXH64.hash($0) }
    }
    return ([manifest] + hashes).map { String($0, radix: 16) }.joined(separator: "-")
  }

  /// The id of the graph of this fingerprint, if it was written last and its file is whole.
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
    // A crash of the system may have cut the file.
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

  /// The files of graphs that no run had whose folder stays.
  static func unused(after runs: [String], in files: any FileSystem) throws(SystemFault) -> [Path] {
    guard try files.kind(of: folder) == .folder else { return [] }
    var used: Set<[UInt8]> = []
    for entry in try files.entries(of: Workspace.runsFolder) where entry.kind == .folder {
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
  /// The bytes in front of an ending; nil where they have another.
  fileprivate func dropping(_ ending: String) -> [UInt8]? {
    suffix(ending.utf8.count).elementsEqual(ending.utf8) ? Array(dropLast(ending.utf8.count)) : nil
  }
}
