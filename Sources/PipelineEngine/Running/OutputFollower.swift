internal import PipelinePlanning
internal import PipelineSystem

/// Follows the log files of running attempts, and passes the printed output on.
struct OutputFollower {
  private struct Followed {
    var path: Path
    var position: Int
    /// The steady time at which the last output was found, or at which the attempt began, in seconds.
    var heard: Double
  }

  private let files: any FileSystem
  private var followed: [String: Followed] = [:]

  /// The largest piece of output that a run holds in memory, in bytes.
  private static let pieceSize = 1 << 16

  /// In bytes; of a larger backlog, only the last piece is passed on, because the loop must notice signals.
  private static let longestBacklog = 1 << 20

  init(files: any FileSystem) {
    self.files = files
  }

  mutating func follow(_ stage: String, log: Path, since start: Double) {
    followed[stage] = Followed(path: log, position: 0, heard: start)
  }

  /// Returns the steady time of the last output that a drain found, or of the attempt's start.
  func lastHeard(_ stage: String) -> Double? { followed[stage]?.heard }

  enum Piece {
    case bytes([UInt8])
    /// The number of bytes that were left out, because they came too fast; the attempt's log has all of them.
    case skipped(Int)
  }

  /// Passes on the new output of a stage; `now` is the steady time.
  mutating func drain(
    _ stage: String,
    upTo limit: Int = .max,
    now: Double,
    _ take: (Piece) -> Void
  ) {
    guard var follower = followed[stage] else { return }
    let size = Int(files.state(of: follower.path).stamp?.size ?? 0)
    let end = min(limit, max(size, follower.position))
    let backlog = end - follower.position
    if backlog > 0 { follower.heard = now }
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
