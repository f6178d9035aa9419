package import PipelinePlanning
internal import PipelineReporting
package import PipelineSystem

/// The folders of earlier runs, which hold the logs of their attempts.
package struct RunFolders {
  private let files: any FileSystem

  package init(files: any FileSystem) {
    self.files = files
  }

  /// Ignores folders whose name is not a run id.
  package func all() throws(SystemFault) -> [RunFolder] {
    guard try files.kind(of: Workspace.runsFolder) == .folder else { return [] }
    var folders: [RunFolder] = []
    for entry in try files.entries(of: Workspace.runsFolder) where entry.kind == .folder {
      let run = String(decoding: entry.name, as: UTF8.self)
      guard Timestamp(startOfRun: run) != nil, Array(run.utf8) == entry.name else { continue }
      let names = try files.entries(of: Workspace.runFolder(run)).map(\.name)
      let stages = Set(names.compactMap(Workspace.stage(ofLog:)))
      folders.append(RunFolder(run: run, stages: stages))
    }
    return folders
  }

  /// Lists the files in the folders of some runs, and the graph files that only these runs use.
  package func cleaning(of runs: [String]) throws(SystemFault) -> Cleaning {
    var cleaning = Cleaning()
    for run in runs {
      let count = cleaning.items.count
      try addFolder(Workspace.runFolder(run), to: &cleaning)
      addPlace(run, from: count, to: &cleaning)
    }
    let count = cleaning.items.count
    // If the graph files cannot be listed, they stay; the folders of the runs can still be removed.
    let graphs = (try? GraphFile.unused(after: runs, in: files)) ?? []
    for graph in graphs { add(graph, .file, to: &cleaning) }
    if cleaning.items.count > count { addPlace(GraphFile.folder.text, from: count, to: &cleaning) }
    cleaning.folders.sort { $1 < $0 }
    return cleaning
  }

  /// Lists the files that runs have saved for the user, by the folder of each run.
  package func cleaningOfKept() throws(SystemFault) -> Cleaning {
    var cleaning = Cleaning()
    guard try files.kind(of: Workspace.keptFolder) == .folder else { return cleaning }
    let entries = try files.entries(of: Workspace.keptFolder).map { entry in
      (path: Workspace.keptFolder.appending(entry.name), kind: entry.kind)
    }
    for (path, kind) in entries.sorted(by: { $0.path < $1.path }) {
      let count = cleaning.items.count
      if kind == .folder {
        try addFolder(path, to: &cleaning)
      } else {
        add(path, kind, to: &cleaning)
      }
      addPlace(path.text, from: count, to: &cleaning)
    }
    cleaning.folders.sort { $1 < $0 }
    return cleaning
  }

  private func addFolder(_ folder: Path, to cleaning: inout Cleaning) throws(SystemFault) {
    var open = [folder]
    while let folder = open.popLast() {
      cleaning.folders.append(folder)
      for entry in try files.entries(of: folder) {
        let path = folder.appending(entry.name)
        guard entry.kind != .folder else {
          open.append(path)
          continue
        }
        add(path, entry.kind, to: &cleaning)
      }
    }
  }

  private func add(_ path: Path, _ kind: FolderEntry.Kind, to cleaning: inout Cleaning) {
    let state = files.state(of: path)
    let size = kind == .file ? state.stamp?.size ?? 0 : 0
    cleaning.items.append(Cleaning.Item(path: path, state: state, size: size))
  }

  /// Adds a folder with the totals of the items from index `count` on.
  private func addPlace(_ text: String, from count: Int, to cleaning: inout Cleaning) {
    let items = cleaning.items[count...]
    let size = items.reduce(0) { $0 + $1.size }
    cleaning.places.append(
      Cleaning.Place(text: text, stage: nil, files: items.count, size: size, isFolder: true)
    )
  }

  /// Returns the runs to which the records, or the last logged attempt of a stage, still refer.
  package static func kept(_ records: Records, logged: [String: AttemptEvents]) -> Set<String> {
    var kept = Set(logged.values.map(\.run))
    for history in records.histories.all.values {
      if let record = history.record { kept.insert(record.run) }
      if case .started(let run) = history.lastAttempt { kept.insert(run) }
    }
    return kept
  }
}
