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
    let make: @Sendable (Int) -> Graph.Node
    let made = Mutex<[Int: Graph.Node]>([:])

    init(count: Int, make: @escaping @Sendable (Int) -> Graph.Node) {
      self.count = count
      self.make = make
    }

    func node(_ index: Int) -> Graph.Node {
      made.withLock { made in
        if let node = made[index] { return node }
        let node = make(index)
        made[index] = node
        return node
      }
    }
  }

  private let storage: Storage

  package init(_ nodes: [Graph.Node]) {
    storage = .all(nodes)
  }

  /// Stages that are made when they are asked for, each once.
  package init(count: Int, make: @escaping @Sendable (Int) -> Graph.Node) {
    storage = .later(Later(count: count, make: make))
  }

  package var startIndex: Int { 0 }

  package var endIndex: Int {
    switch storage {
    case .all(let nodes): nodes.count
    case .later(let later): later.count
    }
  }

  package subscript(index: Int) -> Graph.Node {
    switch storage {
    case .all(let nodes): nodes[index]
    case .later(let later): later.node(index)
    }
  }
}
