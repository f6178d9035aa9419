/// The stages that wait to start, by rank; stages with the same demand share a sub-queue, called a line.
///
/// Only the first stage of each line is checked, so a thousand stages of one line cost no more than one.
struct StartQueue {
  let demands: [Demand]
  private var lines: [IndexHeap<Int>]

  init(demands: [Demand]) {
    self.demands = demands
    lines = demands.map { _ in IndexHeap() }
  }

  /// Adds a stage to the line of its demand; the smallest rank starts first.
  mutating func insert(_ rank: Int, line: Int) {
    lines[line].insert(rank)
  }

  /// Whether a line has an entry, even if the stage of that entry no longer waits.
  func hasWaiting(_ line: Int) -> Bool { lines[line].minimum != nil }

  /// Removes and returns the smallest rank that still waits and is admitted; nil if there is none.
  ///
  /// A stage that fits overtakes a larger one that does not, so that no slot stays free for the larger stage.
  mutating func takeFirst(
    stillWaits: (_ rank: Int) -> Bool,
    isAdmitted: (Demand) -> Bool
  ) -> Int? {
    var best: (rank: Int, line: Int)?
    for line in lines.indices {
      guard lines[line].minimum != nil else { continue }
      while let rank = lines[line].minimum, !stillWaits(rank) { _ = lines[line].popMinimum() }
      guard let rank = lines[line].minimum, rank < best?.rank ?? .max else { continue }
      if isAdmitted(demands[line]) { best = (rank, line) }
    }
    guard let best else { return nil }
    return lines[best.line].popMinimum()
  }
}
