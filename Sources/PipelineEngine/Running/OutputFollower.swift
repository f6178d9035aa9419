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

  /// A script that prints faster than this between two looks, in bytes, is not followed word by word:
  /// the loop must stay free for signals.
  private static let longestBacklog = 1 << 20

  init(files: any FileSystem) {
    self.files = files
  }

  mutating func follow(_ stage: String, log: Path) {
    followed[stage] = Followed(path: log, position: 0)
  }

  /// What is still to be handed on of a stage.
  enum Piece {
    case bytes([UInt8])
    /// So many bytes are passed over: nobody could read them, and the log has them all.
    case skipped(Int)
  }

  /// Hands on what has come since, of one stage up to a size of its log, or of all up to now.
  mutating func drain(_ stage: String, upTo limit: Int = .max, _ take: (Piece) -> Void) {
    guard var follower = followed[stage] else { return }
    let size = Int(files.state(of: follower.path).stamp?.size ?? 0)
    let end = min(limit, max(size, follower.position))
    let backlog = end - follower.position
    if backlog > Self.longestBacklog {
      take(.skipped(backlog - Self.pieceSize))
      follower.position = end - Self.pieceSize
    }
    while follower.position < end {
      let count = min(Self.pieceSize, end - follower.position)
      let piece = files.bytes(of: follower.path, from: follower.position, count: count)
      if piece.isEmpty { break }
      follower.position += piece.count
      take(.bytes(piece))
    }
    followed[stage] = follower
  }

  mutating func end(_ stage: String) {
    followed[stage] = nil
  }
}
