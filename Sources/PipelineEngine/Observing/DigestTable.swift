internal import PipelineDescription
package import PipelinePlanning

/// What is known of the bytes of files, each by its path and the stamp that it had.
package struct DigestTable: Sendable {
  private struct Key: Hashable {
    var path: Path
    var stamp: Stamp
  }

  private var digests: [Key: ContentDigest] = [:]

  package init() {}

  /// Takes what the records say, where any stage goes by what is in files.
  package init(_ memory: Memory, for workspace: Workspace) {
    let stages = workspace.pipeline.stages
    guard stages.contains(where: workspace.isJudgedByContent) else { return }
    for record in memory.histories.values.compactMap(\.record) {
      for file in record.scripts { note(file) }
      for file in (record.inputs + record.outputs).flatMap(\.files) { note(file) }
    }
  }

  /// Takes the digest of a file, if it has one.
  package mutating func note(_ file: ObservedFile) {
    guard let stamp = file.state.stamp, let digest = file.digest else { return }
    digests[Key(path: file.path, stamp: stamp)] = digest
  }

  /// The digest of a file with this stamp, if it is known.
  package func digest(of file: ObservedFile) -> ContentDigest? {
    file.state.stamp.flatMap { digests[Key(path: file.path, stamp: $0)] }
  }

  /// Forgets what was read of files that could have changed since without another stamp.
  ///
  /// - Parameter time: What the disk's clock said before anything was read, in nanoseconds since 1970.
  package mutating func forgetUnsettled(since time: Int64) {
    digests = digests.filter { $0.key.stamp.modified < time }
  }
}
