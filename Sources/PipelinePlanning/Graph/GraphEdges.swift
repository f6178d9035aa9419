/// What connects the stages of a graph, by their numbers.
package struct GraphEdges: Sendable, Equatable {
  /// For each stage those that it waits for, in order of declaration.
  package let upstream: NumberLists
  /// For each stage those that wait for it.
  package let downstream: NumberLists
  /// For each stage, pairs: the position of a script or input (scripts first), and the number of the
  /// list of its makers.
  package let reads: NumberLists
  /// Lists of stages that together make what one pattern names; stages that share a pattern share it.
  package let makerLists: NumberLists

  package init(upstream: NumberLists, reads: NumberLists, makerLists: NumberLists) {
    self.upstream = upstream
    downstream = upstream.reversed(count: upstream.count)
    self.reads = reads
    self.makerLists = makerLists
  }

  /// A stage's scripts and inputs of which somebody makes something: their positions, scripts first, and who
  /// makes it.
  private func readings(
    of stage: StageID
  ) -> some Sequence<(position: Int, makers: NumberLists.Stages)> {
    let pairs = reads[stage]
    return stride(from: 0, to: pairs.count, by: 2).lazy.map { place in
      (position: pairs[place], makers: makerLists[pairs[place + 1]].stages)
    }
  }

  /// Everybody else who makes something that a stage reads, some more than once.
  func makers(of stage: StageID) -> [StageID] {
    readings(of: stage).flatMap { $0.makers.filter { $0 != stage } }
  }

  /// The scripts and inputs of which one of these stages makes something, by position, scripts first, in
  /// ascending order.
  package func positions(in stage: StageID, madeByAny isMaker: (StageID) -> Bool) -> [Int] {
    readings(of: stage).filter { reading in
      reading.makers.contains { $0 != stage && isMaker($0) }
    }.map(\.position)
  }

  /// The others, of so many scripts and inputs.
  package func positions(
    in stage: StageID,
    outOf count: Int,
    madeByNone isMaker: (StageID) -> Bool
  ) -> [Int] {
    var others: [Int] = []
    var next = 0
    for position in positions(in: stage, madeByAny: isMaker) {
      others += next..<position
      next = position + 1
    }
    return others + (next..<count)
  }
}
