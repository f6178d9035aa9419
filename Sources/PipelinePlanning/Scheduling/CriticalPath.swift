/// The expected duration of each stage, and the length of the critical path from its start.
struct CriticalPath {
  /// Seconds; 1 for each stage if no duration is known, so that the lengths count stages.
  private(set) var expected: StageTable<Double>
  /// The seconds from the start of a stage to the end of the last stage downstream of it.
  private(set) var length: StageTable<Double>
  /// Like `length`, but each duration above 0 is rounded to whole seconds, at least 1, so that the start
  /// order does not depend on milliseconds.
  private(set) var roundLength: StageTable<Double>
  /// Whether the expected duration is from earlier runs, not a guess.
  private(set) var isKnown: StageTable<Bool>

  /// An unknown duration counts as the mean of the known ones above 0; `selected` is in order of execution.
  init(graph: Graph, selected: [StageID], estimates: [StageID: Estimate]) {
    let known = selected.compactMap { estimates[$0]?.duration }.filter { $0 > 0 }
    isKnown = StageTable(repeating: false, count: graph.nodes.count)
    let mean = known.isEmpty ? 1 : known.reduce(0, +) / Double(known.count)
    expected = StageTable(repeating: 0, count: graph.nodes.count)
    length = expected
    roundLength = expected
    for stage in selected {
      expected[stage] = estimates[stage]?.duration ?? mean
      isKnown[stage] = estimates[stage]?.duration != nil
    }
    for stage in selected.reversed() {
      // The length of an unselected stage is 0.
      let downstream = graph.downstream(of: stage)
      length[stage] = expected[stage] + downstream.reduce(0) { max($0, length[$1]) }
      let round = expected[stage] == 0 ? 0 : max(1, expected[stage].rounded())
      roundLength[stage] = round + downstream.reduce(0) { max($0, roundLength[$1]) }
    }
  }
}
