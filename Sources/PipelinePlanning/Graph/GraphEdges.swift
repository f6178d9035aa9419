/// The edges of a graph, by the numbers of the stages.
package struct GraphEdges: Sendable, Equatable {
  /// For each stage, the stages that it waits for, in order of declaration.
  package let upstream: NumberLists
  /// For each stage, the stages that wait for it, in order of declaration.
  package let downstream: NumberLists
  /// For each stage, pairs of a position and the number of a list in `makerLists`.
  ///
  /// The positions count the scripts of the stage first, then its inputs. Only a script or an input that
  /// some stage makes has a pair.
  package let reads: NumberLists
  /// Lists of the stages that make the files of one pattern; stages that share a pattern share its list.
  package let makerLists: NumberLists

  package init(upstream: NumberLists, reads: NumberLists, makerLists: NumberLists) {
    self.upstream = upstream
    downstream = upstream.reversed(count: upstream.count)
    self.reads = reads
    self.makerLists = makerLists
  }

  /// Returns the position of each script or input that some stage makes, and the stages that make it.
  private func readings(
    of stage: StageID
  ) -> some Sequence<(position: Int, makers: NumberLists.Stages)> {
    let pairs = reads[stage]
    return stride(from: 0, to: pairs.count, by: 2).lazy.map { place in
      (position: pairs[place], makers: makerLists[pairs[place + 1]].stages)
    }
  }

  /// Returns the other stages that make something the stage reads; a stage may appear more than once.
  func makers(of stage: StageID) -> [StageID] {
    readings(of: stage).flatMap { $0.makers.filter { $0 != stage } }
  }

  /// Returns the positions of scripts and inputs with a maker that satisfies `isMaker`, in ascending order.
  ///
  /// The stage itself does not count as a maker.
  package func positions(in stage: StageID, madeByAny isMaker: (StageID) -> Bool) -> [Int] {
    readings(of: stage).filter { reading in
      reading.makers.contains { $0 != stage && isMaker($0) }
    }.map(\.position)
  }

  /// Returns the positions of the other scripts and inputs, out of `count`, in ascending order.
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
