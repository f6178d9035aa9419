/// The stages that wait for their start, by rank; those that take the same stand in one line.
///
/// What is asked is the first of each line only, so a thousand stages that wait for the same thing cost
/// no more than one.
struct StartQueue {
  /// The distinct demands.
  let demands: [Demand]
  private var lines: [IndexHeap]

  init(demands: [Demand]) {
    self.demands = demands
    lines = demands.map { _ in IndexHeap() }
  }

  /// Puts in a stage.
  ///
  /// - Parameters:
  ///   - rank: Its rank: the smallest goes first.
  ///   - line: Which of the demands it has.
  mutating func insert(_ rank: Int, line: Int) {
    lines[line].insert(rank)
  }

  /// Whether some stage stands in a line; it may no longer wait.
  func hasWaiting(_ line: Int) -> Bool { lines[line].minimum != nil }

  /// Takes out the first that still waits and is admitted; nil where there is none.
  ///
  /// What does not fit is passed by what does: a place that is free is used.
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
