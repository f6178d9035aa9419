internal import PipelinePlanning
internal import PipelineSystem

/// Follows the log files of running attempts, so that what scripts print reaches who watches.
struct OutputFollower {
  private struct Followed {
    var path: Path
    var position: Int
  }

  private let files: any FileSystem
  private var followed: [String: Followed] = [:]

  /// A run never holds more than this of what scripts print, in bytes.
  private static let pieceSize = 1 << 16

  init(files: any FileSystem) {
    self.files = files
  }

  mutating func follow(_ stage: String, log: Path) {
    followed[stage] = Followed(path: log, position: 0)
  }

  /// Hands on what has come since, of one stage up to a size of its log, or of all up to now.
  mutating func drain(_ stage: String, upTo limit: Int = .max, _ take: ([UInt8], String) -> Void) {
    guard var follower = followed[stage] else { return }
    while follower.position < limit {
      let count = min(Self.pieceSize, limit - follower.position)
      let piece = files.bytes(of: follower.path, from: follower.position, count: count)
      if piece.isEmpty { break }
      follower.position += piece.count
      take(piece, stage)
    }
    followed[stage] = follower
  }

  mutating func end(_ stage: String) {
    followed[stage] = nil
  }
}
