/// Some stages of a graph, by their numbers: a flag for each, so that neither asking nor adding hashes.
package struct StageSet: Sendable {
  private var isMember: [Bool]

  /// Some of so many stages.
  package init(_ stages: some Sequence<StageID> = [], outOf count: Int) {
    isMember = Array(repeating: false, count: count)
    for stage in stages { insert(stage) }
  }

  package mutating func insert(_ stage: StageID) { isMember[stage] = true }

  package func contains(_ stage: StageID) -> Bool { isMember[stage] }
}
