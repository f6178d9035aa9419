/// How long each stage is expected to take, and how long the way is that lies behind its start.
struct WayAhead {
  /// Seconds, by stage; without any history 1 for each, so that ways count stages.
  private(set) var expected: [Double]
  /// Seconds from the start of a stage to the end of the last that depends on it, along the longest
  /// way.
  private(set) var length: [Double]
  /// The same with every duration as whole seconds, one at least.
  ///
  /// What goes first is decided by this, so that a few milliseconds more or less do not change the
  /// order from run to run, and so that of stages that take next to nothing the number counts.
  private(set) var roundLength: [Double]
  /// By stage, whether its time is known and not a guess.
  private(set) var isKnown: [Bool]

  /// Measures the ways.
  ///
  /// - Parameters:
  ///   - graph: The stages.
  ///   - selected: Those that count, in the order of execution.
  ///   - estimates: What is known of them; what is not is taken for the mean of what is.
  init(graph: Graph, selected: [Int], estimates: [Int: Estimate]) {
    let known = selected.compactMap { estimates[$0]?.duration }.filter { $0 > 0 }
    isKnown = Array(repeating: false, count: graph.nodes.count)
    let mean = known.isEmpty ? 1 : known.reduce(0, +) / Double(known.count)
    expected = Array(repeating: 0, count: graph.nodes.count)
    length = expected
    roundLength = expected
    for index in selected {
      expected[index] = estimates[index]?.duration ?? mean
      isKnown[index] = estimates[index]?.duration != nil
    }
    for index in selected.reversed() {
      // What is not selected has no length.
      let downstream = graph.downstream(of: index)
      length[index] = expected[index] + downstream.reduce(0) { max($0, length[$1]) }
      let round = expected[index] == 0 ? 0 : max(1, expected[index].rounded())
      roundLength[index] = round + downstream.reduce(0) { max($0, roundLength[$1]) }
    }
  }
}
