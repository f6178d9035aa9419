/// How long each stage is expected to take, and how long the way is that lies behind its start.
struct WayAhead {
  /// Seconds, by stage; without any history 1 for each, so that ways count stages.
  private(set) var expected: StageTable<Double>
  /// Seconds from the start of a stage to the end of the last that depends on it, along the longest
  /// way.
  private(set) var length: StageTable<Double>
  /// The same with every duration as whole seconds, one at least.
  ///
  /// What goes first is decided by this, so that a few milliseconds more or less do not change the
  /// order from run to run, and so that of stages that take next to nothing the number counts.
  private(set) var roundLength: StageTable<Double>
  /// By stage, whether its time is known and not a guess.
  private(set) var isKnown: StageTable<Bool>

  /// Measures the ways.
  ///
  /// - Parameters:
  ///   - graph: The stages.
  ///   - selected: Those that count, in the order of execution.
  ///   - estimates: What is known of them; what is not is taken for the mean of what is.
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
      // What is not selected has no length.
      let downstream = graph.downstream(of: stage)
      length[stage] = expected[stage] + downstream.reduce(0) { max($0, length[$1]) }
      let round = expected[stage] == 0 ? 0 : max(1, expected[stage].rounded())
      roundLength[stage] = round + downstream.reduce(0) { max($0, roundLength[$1]) }
    }
  }
}
