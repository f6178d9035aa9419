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
  ///
  /// Control characters are spelled out: nothing in a name breaks a line or steers the terminal.
  var description: String {
    let width = (facts.map(\.label.count).max() ?? 0) + 3
    let details = facts.map { fact in
      let gap = String(repeating: " ", count: width - fact.label.count - 1)
      return "  \(fact.label):\(gap)\(fact.value)"
    }
    let lines = ["error: \(headline)"] + details + ["hint: \(hint)"]
    return lines.map(Self.printable).joined(separator: "\n")
  }

  /// A line in which control characters are spelled out.
  private static func printable(_ line: String) -> String {
    var shown = ""
    for scalar in line.unicodeScalars {
      if scalar.properties.generalCategory == .control {
        shown += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }
}
