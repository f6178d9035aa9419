internal import PipelinePlanning
internal import PipelineSystem

extension FileSystem {
  /// Removes what runs left that died while they wrote a file of `.pipeline` anew; only one run has the
  /// lock.
  func removeUnfinished(_ path: Path) {
    let names = ((try? entries(of: Workspace.stateFolder)) ?? []).map(\.name)
    for name in names
    where name.starts(with: path.name + Array(".".utf8))
      && name.suffix(4) == Array(".new".utf8)[...]
    {
      try? remove(Workspace.stateFolder.appending(name))
    }
  }
}
