/// The text of the help, made from the command table alone; no line is longer than 80 columns.
struct HelpText {
  /// The default width of a terminal.
  private static let columns = 80

  let table: CommandTable

  func overall() -> String {
    text([
      ["pipeline: \(table.summary)"],
      ["usage:"] + table.verbs.map { "  pipeline \($0.usage)" },
      ["commands:"] + aligned(table.verbs.map { ($0.verb.rawValue, $0.summary) }),
      options(table.options),
      examples(of: table.description(of: .run)),
      ["exit status:"] + aligned(table.exitStatuses.map { ($0, $1) }),
      ["`pipeline help COMMAND` prints the help of a command."],
    ])
  }

  func help(of verb: Verb) -> String {
    guard let description = table.description(of: verb) else { return overall() }
    return text(
      [
        ["pipeline \(verb.rawValue): \(description.summary)"],
        ["usage:", "  pipeline \(description.usage)"],
      ] + description.discussion.map { wrapped($0, indent: 0) } + [
        options(table.options.filter { $0.verbs.contains(verb) }, of: verb),
        examples(of: description),
      ]
    )
  }

  private func text(_ blocks: [[String]]) -> String {
    let paragraphs = blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
    return paragraphs.joined(separator: "\n\n") + "\n"
  }

  /// Returns the options under their headings, all in the same two columns.
  private func options(_ options: [OptionDescription], of verb: Verb? = nil) -> [String] {
    // The longest label gets a line of its own, because the second column would else become narrow.
    let width = options.map { label(of: $0).count }.filter { $0 <= 22 }.max() ?? 0
    let blocks = OptionDescription.Group.allCases.compactMap { group -> [String]? in
      let rows = options.filter { $0.group == group }.map { (label(of: $0), meaning(of: $0, verb)) }
      return rows.isEmpty ? nil : ["\(group.rawValue):"] + aligned(rows, width: width)
    }
    return Array(blocks.joined(separator: [""]))
  }

  private func examples(of description: VerbDescription?) -> [String] {
    let rows = (description?.examples ?? [:]).map { ($0, $1) }
    return rows.isEmpty ? [] : ["examples:"] + aligned(rows)
  }

  private func label(of option: OptionDescription) -> String {
    let long = option.long.map { "--\($0)" }
    let short = option.short.map { long == nil ? "-\($0)" : "-\($0), " }
    let names = (short ?? "    ") + (long ?? "")
    return option.value.map { "\(names) \($0.placeholder)" } ?? names
  }

  /// Returns the summary of an option, its possible words, and whether it is repeatable.
  private func meaning(of option: OptionDescription, _ verb: Verb?) -> String {
    var meaning = option.summary
    if let other = option.cleanSummary {
      if verb == .clean { meaning = other }
      if verb == nil { meaning += " (with `clean`: \(other))" }
    }
    if let words = option.value?.kind.choices, !words.isEmpty {
      meaning += ": \(words.joined(separator: ", "))"
    }
    return option.isRepeatable ? meaning + " (repeatable)" : meaning
  }

  private func aligned(_ rows: [(left: String, right: String)], width: Int? = nil) -> [String] {
    let width = width ?? rows.map(\.left.count).max() ?? 0
    return rows.flatMap { row -> [String] in
      let gap = String(repeating: " ", count: max(0, width - row.left.count) + 2)
      var lines = wrapped(row.right, indent: width + 4)
      guard let first = lines.first else { return ["  \(row.left)"] }
      if row.left.count > width { return ["  \(row.left)"] + lines }
      lines[0] = "  \(row.left)\(gap)\(first.dropFirst(width + 4))"
      return lines
    }
  }

  private func wrapped(_ paragraph: String, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    for word in paragraph.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= Self.columns {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(margin + word)
      }
    }
    return lines
  }
}
