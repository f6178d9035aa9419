internal import Synchronization

/// The history of each stage, by its name, including stages that the manifest no longer has.
///
/// It can be based on histories in a file, each of which is read only on request.
package struct Histories: Sendable {
  /// The histories in memory; they take precedence over those in `unread`.
  private var known: [String: StageHistory]
  private let unread: UnreadHistories?

  package init(_ known: [String: StageHistory] = [:]) {
    self.known = known
    unread = nil
  }

  /// Creates histories that are read from a file on request; later changes are kept in memory.
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

  /// The histories in a file that these are based on, if any.
  package var base: UnreadHistories? { unread }

  /// The names of the stages whose history is newer than the one in `base`.
  package var news: Dictionary<String, StageHistory>.Keys { known.keys }

  /// The number of stages with a history.
  package var count: Int {
    known.count + (unread.map { unread in unread.names.count { known[$0] == nil } } ?? 0)
  }

  package var names: [String] {
    guard let unread else { return Array(known.keys) }
    return known.keys + unread.names.filter { known[$0] == nil }
  }

  /// All histories; this reads those that are still in a file.
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

/// Histories in a file; each is read once, on the first request.
package final class UnreadHistories: Sendable {
  package let names: [String]
  private let isFinished: [Bool]
  private let read: @Sendable (Int) -> StageHistory?
  private let numbers = Mutex<[String: Int]?>(nil)
  private let known = Mutex<[Int: StageHistory]>([:])

  /// Creates histories without reading any.
  ///
  /// - Parameters:
  ///   - names: The names of the stages.
  ///   - isFinished: For each stage, whether its last attempt succeeded.
  ///   - read: Reads the history at a position in `names`; nil if it cannot be read.
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
    // Built on the first request, as a run with nothing to do makes none.
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
