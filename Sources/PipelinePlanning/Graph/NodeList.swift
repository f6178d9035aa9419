internal import Synchronization

/// The stages of a graph: all of them, or each made when somebody asks for it.
///
/// Where nothing is to do nobody asks, so that a graph that is known from before costs little.
package struct NodeList: RandomAccessCollection, Sendable {
  private enum Storage {
    case all([Graph.Node])
    case later(Later)
  }

  private final class Later: Sendable {
    let count: Int
    let make: @Sendable (StageID) -> Graph.Node
    let made = Mutex<[StageID: Graph.Node]>([:])

    init(count: Int, make: @escaping @Sendable (StageID) -> Graph.Node) {
      self.count = count
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

  private let storage: Storage

  package init(_ nodes: [Graph.Node]) {
    storage = .all(nodes)
  }

  /// Stages that are made when they are asked for, each once.
  package init(count: Int, make: @escaping @Sendable (StageID) -> Graph.Node) {
    storage = .later(Later(count: count, make: make))
  }

  package var startIndex: StageID { StageID(0) }

  package var endIndex: StageID {
    switch storage {
    case .all(let nodes): StageID(nodes.count)
    case .later(let later): StageID(later.count)
    }
  }

  package subscript(stage: StageID) -> Graph.Node {
    switch storage {
    case .all(let nodes): nodes[stage.index]
    case .later(let later): later.node(stage)
    }
  }
}
