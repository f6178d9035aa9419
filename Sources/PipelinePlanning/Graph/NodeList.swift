internal import Synchronization

/// The stages of a graph, created in advance or on first access; few are needed if no stage has to run.
package struct NodeList: RandomAccessCollection, Sendable {
  private final class LazyNodes: Sendable {
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
  private let lazyNodes: LazyNodes?

  package init(_ nodes: [Graph.Node]) {
    (all, lazyNodes, endIndex) = (nodes, nil, StageID(nodes.count))
  }

  package init(count: Int, make: @escaping @Sendable (StageID) -> Graph.Node) {
    (all, lazyNodes, endIndex) = ([], LazyNodes(make: make), StageID(count))
  }

  package var startIndex: StageID { StageID(0) }

  package subscript(stage: StageID) -> Graph.Node { lazyNodes?.node(stage) ?? all[stage.index] }
}
