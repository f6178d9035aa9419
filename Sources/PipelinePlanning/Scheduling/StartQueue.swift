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

  /// The smallest rank in a line; nil if the line is empty.
  func first(in line: Int) -> Int? { lines[line].minimum }

  /// Removes ranks from the start of each line for which the condition holds.
  mutating func dropFirst(while hasStarted: (_ rank: Int) -> Bool) {
    for line in lines.indices {
      while let rank = lines[line].minimum, hasStarted(rank) { _ = lines[line].popMinimum() }
    }
  }

  /// Removes and returns the smallest rank that is admitted and may start; nil if there is none.
  ///
  /// `isAdmitted` decides for a line, `mayStart` for one stage of it. A stage that fits overtakes a larger
  /// one of the same priority, so that no slot stays free for the larger stage.
  mutating func takeFirst(
    isAdmitted: (Demand) -> Bool,
    mayStart: (_ rank: Int, Demand) -> Bool
  ) -> Int? {
    var best: (rank: Int, line: Int)?
    for line in lines.indices {
      guard let first = lines[line].minimum, first < best?.rank ?? .max, isAdmitted(demands[line])
      else { continue }
      let rank =
        mayStart(first, demands[line])
        ? first : lines[line].smallest { mayStart($0, demands[line]) }
      if let rank, rank < best?.rank ?? .max { best = (rank, line) }
    }
    guard let best else { return nil }
    lines[best.line].remove(best.rank)
    return best.rank
  }
}
