internal import PipelineDescription
package import PipelinePlanning

/// Known digests of files, by the path and the stamp that each file had.
package struct DigestTable: Sendable {
  private struct Key: Hashable {
    var path: Path
    var stamp: Stamp
  }

  private var digests: [Key: ContentDigest] = [:]
  /// Histories whose digests are not in the table yet; nil if there are none.
  private var unread: Histories?
  /// Digests in the records count only for files modified before this time, in nanoseconds since 1970.
  private var unsettledSince = Int64.max

  package init() {}

  package init(_ records: Records) {
    unread = records.histories
  }

  /// Adds the digests in the records, once; only stages that are judged by content need them.
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

  package mutating func note(_ file: ObservedFile) {
    guard let stamp = file.state.stamp, let digest = file.digest else { return }
    digests[Key(path: file.path, stamp: stamp)] = digest
  }

  package func digest(of file: ObservedFile) -> ContentDigest? {
    file.state.stamp.flatMap { digests[Key(path: file.path, stamp: $0)] }
  }

  /// Forgets digests of files that could have changed after they were read and kept their stamp; `time` is
  /// the disk's time before the first file was read, in nanoseconds since 1970.
  package mutating func forgetUnsettled(since time: Int64) {
    unsettledSince = time
    digests = digests.filter { $0.key.stamp.modified < time }
  }
}
