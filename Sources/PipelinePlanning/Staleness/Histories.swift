internal import Synchronization

/// The history of each stage by name, including stages that the manifest no longer has.
package struct Histories: Sendable {
  /// These take precedence over those in `unread`.
  private var known: [String: StageHistory]
  private let unread: UnreadHistories?

  package init(_ known: [String: StageHistory] = [:]) {
    self.known = known
    unread = nil
  }

  /// Later changes stay in memory, not in the file.
  package init(on unread: UnreadHistories) {
    known = [:]
    self.unread = unread
  }

  package subscript(name: String) -> StageHistory? {
    get { known[name] ?? unread?[name] }
    set {
      precondition(newValue != nil || unread == nil, "what lies in a file is not forgotten")
      known[name] = newValue
    }
  }

  package subscript(
    name: String,
    default missing: @autoclosure () -> StageHistory
  ) -> StageHistory {
    get { self[name] ?? missing() }
    set { known[name] = newValue }
  }

  package var base: UnreadHistories? { unread }

  /// The stages whose history is newer than the one in `base`.
  package var news: Dictionary<String, StageHistory>.Keys { known.keys }

  package var count: Int {
    known.count + (unread.map { unread in unread.names.count { known[$0] == nil } } ?? 0)
  }

  package var names: [String] {
    guard let unread else { return Array(known.keys) }
    return known.keys + unread.names.filter { known[$0] == nil }
  }

  /// This reads all histories that are still in a file.
  package var all: [String: StageHistory] {
    guard let unread else { return known }
    return unread.all.merging(known) { $1 }
  }

  /// The histories whose last attempt did not succeed.
  package var unfinished: [String: StageHistory] {
    var found = unread?.unfinished ?? [:]
    for (name, history) in known {
      found[name] = history.lastAttempt == .succeeded ? nil : history
    }
    return found
  }
}

extension Histories: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, StageHistory)...) {
    self.init(Dictionary(elements) { $1 })
  }
}

extension Histories: Equatable {
  package static func == (one: Histories, other: Histories) -> Bool { one.all == other.all }
}

/// Histories in a file; each is read only once, on the first request.
package final class UnreadHistories: Sendable {
  package let names: [String]
  private let isFinished: [Bool]
  private let read: @Sendable (Int) -> StageHistory?
  private let numbers = Mutex<[String: Int]?>(nil)
  private let known = Mutex<[Int: StageHistory]>([:])

  /// `isFinished` says which last attempts succeeded; `read` takes a position in `names`, and can fail.
  package init(
    names: [String],
    isFinished: [Bool],
    read: @escaping @Sendable (Int) -> StageHistory?
  ) {
    self.names = names
    self.isFinished = isFinished
    self.read = read
  }

  subscript(name: String) -> StageHistory? {
    // Built on the first request, because a run with nothing to do makes no request.
    let number = numbers.withLock { numbers in
      if numbers == nil {
        numbers = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { $1 })
      }
      return numbers?[name]
    }
    return number.flatMap(history)
  }

  var all: [String: StageHistory] { histories(of: names.indices) }

  var unfinished: [String: StageHistory] { histories(of: names.indices.filter { !isFinished[$0] }) }

  private func histories(of numbers: some Sequence<Int>) -> [String: StageHistory] {
    var histories: [String: StageHistory] = [:]
    for number in numbers { histories[names[number]] = history(number) }
    return histories
  }

  private func history(_ number: Int) -> StageHistory? {
    if let known = known.withLock({ $0[number] }) { return known }
    let history = read(number)
    known.withLock { $0[number] = history }
    return history
  }
}
