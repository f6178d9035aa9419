package import PipelinePlanning

extension Cleaning {
  /// If more files than this of one output are kept for the same reason, the text only counts them.
  private static let limit = 5

  /// Returns the text that `pipeline clean` prints before it asks, with the files to remove and to keep.
  package func text(_ style: Style) -> String {
    let hint = "`--force` also removes changed files, and files that no recorded run has made"
    let yields = left.contains { $0.reason.yieldsToForce }
    let lines = placeLines(style) + leftLines + style.hintLines(yields ? hint : nil)
    return style.spelled(lines.map { $0 + "\n" }.joined())
  }

  /// The number and size of the files to remove, for example `3 files (8.2 MB)`.
  package var amountText: String { removedText(items.count, folders.count, size) }

  private func placeLines(_ style: Style) -> [String] {
    if places.isEmpty { return [] }
    let amounts = places.map { place in
      place.isFolder
        ? "\(counted(place.files, "file")), \(sizeText(place.size))" : sizeText(place.size)
    }
    let width = columnWidth(of: places.map(\.text), limit: 60)
    let amountWidth = amounts.map(\.count).max() ?? 0
    return ["to remove:"]
      + zip(places, amounts).map { place, amount in
        let start = "  \(place.text.printable.padded(to: width))  \(amount)"
        guard let stage = place.stage else { return start }
        return "\(start.padded(to: width + amountWidth + 4))  \(style.paint(stage.printable, .dim))"
      }
  }

  private var leftLines: [String] {
    let groups = leftGroups
    if groups.isEmpty { return [] }
    let width = columnWidth(of: groups.map(\.name), limit: 60)
    return ["kept:"]
      + groups.map { "  \($0.name.printable.padded(to: width))  \($0.why)" }
  }

  private var leftGroups: [(name: String, why: String)] {
    var groups: [(output: String, why: String, paths: [Path])] = []
    for left in left {
      let why = left.reason.text(stage: left.stage)
      if groups.last?.output == left.output, groups.last?.why == why {
        groups[groups.count - 1].paths.append(left.path)
      } else {
        groups.append((left.output, why, [left.path]))
      }
    }
    return groups.flatMap { group in
      group.paths.count <= Self.limit
        ? group.paths.map { ($0.text, group.why) }
        : [(group.output, "\(counted(group.paths.count, "file")): \(group.why)")]
    }
  }
}

extension CleaningRule.Reason {
  /// Returns the reason why `pipeline clean` keeps a file, in words that follow the file's path.
  fileprivate func text(stage: String) -> String {
    switch self {
    case .changed: "changed since \(stage.ticked) made it"
    case .foreign: "not made by the last successful attempt of \(stage.ticked)"
    case .neverRan: "\(stage.ticked) never ran here"
    case .input(let reader): "an input of \(reader.ticked), not made by a run"
    case .ownFile: "belongs to the pipeline itself"
    case .leftOut: "not part of the output"
    case .elsewhere(let place): "its folder is a link to \(place.printable)"
    case .isFolder: "is a folder, but is declared as a file"
    case .unreadable(let fault): "cannot be read (\(fault.words.printable))"
    }
  }
}

private func removedText(_ files: Int, _ folders: Int, _ size: Int64) -> String {
  files == 0 ? counted(folders, "empty folder") : "\(counted(files, "file")) (\(sizeText(size)))"
}

package enum RemovalText {
  /// Returns the line after a complete removal, for example `✓ removed 3 files (8.2 MB)`.
  package static func done(
    files: Int,
    folders: Int,
    size: Int64,
    style: Style = .plain
  ) -> String {
    style.spelled("\(style.mark(.success)) removed \(removedText(files, folders, size))\n")
  }

  /// Returns a message about files that could not be removed; `files` is the number of removed files.
  package static func failure(
    _ failures: [(path: Path, fault: SystemFault)],
    files: Int
  ) -> Message {
    let shown = failures.prefix(10).map { "\($0.path.text) (\($0.fault.words))" }
    let more = failures.count - shown.count
    let left = (shown + (more > 0 ? ["and \(more) more"] : [])).joined(separator: "\n")
    let count = failures.count == 1 ? "a file or folder" : "\(failures.count) files or folders"
    return Message("\(count) could not be removed")
      .with(facts: [("left", left), ("removed", counted(files, "file"))])
  }
}
