internal import Synchronization

/// The stages of a graph: all of them, or each made when somebody asks for it.
///
/// Where nothing is to do nobody asks, so that a graph that is known from before costs little.
package struct NodeList: RandomAccessCollection, Sendable {
  private final class Later: Sendable {
    let make: @Sendable (StageID) -> Graph.Node
    let made = Mutex<[StageID: Graph.Node]>([:])

    init(make: @escaping @Sendable (StageID) -> Graph.Node) {
      self.make = make
    }

    func node(_ stage: StageID) -> Graph.Node {
      made.withLock { made in
        if let node = made[stage] { return node }
        let node = make(stage)
        made[stage] = node
        return node
      }
    }
  }

  package let endIndex: StageID
  private let all: [Graph.Node]
  /// Makes the stages where not all of them are there.
  private let later: Later?

  package init(_ nodes: [Graph.Node]) {
    (all, later, endIndex) = (nodes, nil, StageID(nodes.count))
  }

  /// Stages that are made when they are asked for, each once.
  package init(count: Int, make: @escaping @Sendable (StageID) -> Graph.Node) {
    (all, later, endIndex) = ([], Later(make: make), StageID(count))
  }

  package var startIndex: StageID { StageID(0) }

  package subscript(stage: StageID) -> Graph.Node { later?.node(stage) ?? all[stage.index] }
}
