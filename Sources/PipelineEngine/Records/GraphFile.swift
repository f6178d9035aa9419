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

  /// Writes the graph, unless it is there, and the mark in the folder of the run.
  ///
  /// - Returns: The id of the graph.
  package static func keep(
    _ graph: Graph,
    of run: String,
    in files: any FileSystem
  ) throws(SystemFault) -> String {
    let text = GraphJSON(graph)
    let path = folder.appending((text.id + fileEnd).utf8)
    // A crash of the system may have cut the file.
    if files.state(of: path).stamp?.size != Int64(text.bytes.count) {
      try files.makeFolder(folder)
      try files.replace(path, with: text.bytes, isLasting: false)
    }
    let runFolder = Workspace.runFolder(run)
    try files.makeFolder(runFolder)
    try files.replace(
      runFolder.appending((text.id + markEnd).utf8),
      with: [],
      isLasting: false
    )
    return text.id
  }

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
