import Foundation

/// The recorded texts of one test file, as one text file that a reader can page through.
///
/// Each entry is a line `## TEST · LABEL`, the text, and an empty line.
struct RecordedFile {
  struct Entry: Equatable {
    /// The name of the test function.
    var test: String
    /// Tells the texts of one test apart; empty if it has only one.
    var label: String
    /// Empty, or whole lines.
    var text: String

    var heading: String { label.isEmpty ? "## \(test)" : "## \(test) · \(label)" }
  }

  var entries: [Entry] = []

  /// Reads what `text` has written.
  init(parsing text: String) {
    // Without the last line break, which would add an empty line.
    for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("## ") {
        let parts = line.dropFirst(3).split(separator: " · ", maxSplits: 1).map(String.init)
        entries.append(Entry(test: parts[0], label: parts.dropFirst().first ?? "", text: ""))
      } else if !entries.isEmpty {
        entries[entries.count - 1].text += "\(line)\n"
      }
    }
    // Each entry ends with an empty line.
    for index in entries.indices where entries[index].text.hasSuffix("\n") {
      entries[index].text.removeLast()
    }
  }

  var text: String { entries.map { "\($0.heading)\n\($0.text)\n" }.joined() }

  /// Returns the text of an entry; nil if there is none.
  func text(test: String, label: String) -> String? {
    entries.first { $0.test == test && $0.label == label }?.text
  }

  /// Replaces the text of an entry, or adds the entry.
  mutating func record(_ entry: Entry) {
    if let index = entries.firstIndex(where: { $0.heading == entry.heading }) {
      entries[index] = entry
    } else {
      let last = entries.lastIndex { $0.test == entry.test }
      entries.insert(entry, at: last.map { $0 + 1 } ?? entries.endIndex)
    }
  }

  /// Puts the entries in the order of the tests in their source, and drops those of removed tests.
  mutating func arrange(by source: String) {
    let places = Dictionary(
      Set(entries.map(\.test)).map { test in
        let function = ["func `\(test)`", "func \(test)("].lazy.compactMap { source.range(of: $0) }
        return (test, function.first?.lowerBound)
      },
      uniquingKeysWith: { first, _ in first }
    )
    let placed = entries.enumerated().compactMap { offset, entry in
      (places[entry.test] ?? nil).map { (place: $0, offset: offset, entry: entry) }
    }
    entries = placed.sorted { ($0.place, $0.offset) < ($1.place, $1.offset) }.map(\.entry)
  }
}
