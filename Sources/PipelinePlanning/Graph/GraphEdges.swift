/// The dependencies between the stages of a graph, as lists of stages in the order of declaration.
package struct GraphEdges: Sendable, Equatable {
  package let upstream: NumberLists
  package let downstream: NumberLists
  /// For each stage, pairs of a position and an index in `makerLists`.
  ///
  /// A position counts the scripts of the stage, then its inputs. A file that no stage makes has no pair.
  package let reads: NumberLists
  /// Each list has the stages that make the files of one pattern; all readers of the pattern share the list.
  package let makerLists: NumberLists

  package init(upstream: NumberLists, reads: NumberLists, makerLists: NumberLists) {
    self.upstream = upstream
    downstream = upstream.reversed(count: upstream.count)
    self.reads = reads
    self.makerLists = makerLists
  }

  private func readings(
    of stage: StageID
  ) -> some Sequence<(position: Int, makers: NumberLists.Stages)> {
    let pairs = reads[stage]
    return stride(from: 0, to: pairs.count, by: 2).lazy.map { place in
      (position: pairs[place], makers: makerLists[pairs[place + 1]].stages)
    }
  }

  /// Returns the other stages that make a script or an input of the stage, possibly with duplicates.
  func makers(of stage: StageID) -> [StageID] {
    readings(of: stage).flatMap { $0.makers.filter { $0 != stage } }
  }

  /// Returns the ascending positions of scripts and inputs made by another stage for which `isMaker` is true.
  package func positions(in stage: StageID, madeByAny isMaker: (StageID) -> Bool) -> [Int] {
    readings(of: stage).filter { reading in
      reading.makers.contains { $0 != stage && isMaker($0) }
    }.map(\.position)
  }

  /// Returns the positions below `count` that `positions(in:madeByAny:)` does not return, in ascending order.
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
