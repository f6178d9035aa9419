internal import PipelineDescription
package import PipelinePlanning

/// What is known of the bytes of files, each by its path and the stamp that it had.
package struct DigestTable: Sendable {
  private struct Key: Hashable {
    var path: Path
    var stamp: Stamp
  }

  private var digests: [Key: ContentDigest] = [:]
  /// What is remembered of the stages, as long as nobody has asked for a digest.
  private var unread: Histories?
  /// Of files changed since, nothing that was read before counts; in nanoseconds since 1970.
  private var unsettledSince = Int64.max

  package init() {}

  /// Will take what the records say, once somebody asks.
  package init(_ memory: Memory) {
    unread = memory.histories
  }

  /// Takes what the records say, if that has not been done; a pipeline that goes by time never asks.
  mutating func readRecords() {
    guard let histories = unread else { return }
    unread = nil
    let newer = digests
    for record in histories.all.values.compactMap(\.record) {
      for file in record.scripts { note(file) }
      for file in (record.inputs + record.outputs).flatMap(\.files) { note(file) }
    }
    digests = digests.filter { $0.key.stamp.modified < unsettledSince }
    digests.merge(newer) { $1 }
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
    unsettledSince = time
    digests = digests.filter { $0.key.stamp.modified < time }
  }
}
