/// A binary heap with the smallest item first.
struct IndexHeap<Item: Comparable & Sendable>: Sendable {
  private var items: [Item] = []

  var minimum: Item? { items.first }

  mutating func insert(_ item: Item) {
    items.append(item)
    var child = items.count - 1
    while child > 0, items[child] < items[(child - 1) / 2] {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Returns the smallest item that satisfies the condition; looks at all items.
  func smallest(where holds: (Item) -> Bool) -> Item? { items.filter(holds).min() }

  /// Removes one item that equals this one; fast for the minimum, otherwise it sorts all items.
  mutating func remove(_ item: Item) {
    if item == items.first {
      _ = popMinimum()
    } else if let index = items.firstIndex(of: item) {
      items.remove(at: index)
      // A sorted array is a heap.
      items.sort()
    }
  }

  mutating func popMinimum() -> Item? {
    guard let minimum = items.first, let last = items.popLast() else { return nil }
    if items.isEmpty { return minimum }
    items[0] = last
    var parent = 0
    while true {
      var smallest = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < items.count {
        if items[child] < items[smallest] { smallest = child }
      }
      if smallest == parent { return minimum }
      items.swapAt(parent, smallest)
      parent = smallest
    }
  }
}
