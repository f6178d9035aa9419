/// A message in the grammar of the house: what is wrong, aligned facts, one hint.
struct FaultMessage: Equatable, Sendable, CustomStringConvertible {
  /// A detail with its label.
  struct Fact: Equatable, Sendable {
    /// What the detail is, in a word or two.
    let label: String
    /// The detail.
    let value: String
  }

  /// What is wrong, with names in backticks.
  let headline: String
  /// The details.
  var facts: [Fact] = []
  /// What to do about it.
  let hint: String

  /// The lines of the message, without a line end after the last.
  var description: String {
    let width = (facts.map(\.label.count).max() ?? 0) + 3
    let details = facts.map { fact in
      let gap = String(repeating: " ", count: width - fact.label.count - 1)
      return "  \(fact.label):\(gap)\(fact.value)"
    }
    return (["error: \(headline)"] + details + ["hint: \(hint)"]).joined(separator: "\n")
  }
}
