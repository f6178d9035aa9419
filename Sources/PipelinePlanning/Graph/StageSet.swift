/// Some stages of a graph, by their numbers: a flag for each, so that neither asking nor adding hashes.
package struct StageSet: Sendable {
  private var isMember: [Bool]

  /// Some of so many stages.
  package init(_ stages: some Sequence<Graph.StageIndex> = [], outOf count: Int) {
    isMember = Array(repeating: false, count: count)
    for stage in stages { insert(stage) }
  }

  package mutating func insert(_ stage: Graph.StageIndex) { isMember[stage] = true }

  package func contains(_ stage: Graph.StageIndex) -> Bool { isMember[stage] }
}
