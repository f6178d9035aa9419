internal import PipelinePlanning

/// The progress of a run in one line: `12 of 40 done · 3 running · 1 failed · about 2 min left`.
struct ProgressCounts {
  private struct Part {
    var text: String
    var short: String?
    var color: Style.Color?
    /// If the line is too long, the part with the greatest rank is left out first.
    var rank: Int
  }

  private let progress: Progress

  init(_ progress: Progress) {
    self.progress = progress
  }

  /// The progress without the running stages: `12 of 40 done · about 2 min left`.
  var brief: String { ([done] + [left].compactMap { $0 }).joined(separator: " · ") }

  private var done: String {
    "\(progress.succeeded + progress.upToDate) of \(progress.total) done"
  }

  private var left: String? {
    progress.remaining.map { leftText($0, isOverdue: progress.isOverdue) }
  }

  private func short(_ left: String) -> String {
    left.hasPrefix("about ")
      ? "~" + left.dropFirst("about ".count) : ">" + left.dropFirst("more than ".count)
  }

  /// Returns `empty` with as many parts as fit.
  func line(_ empty: BlockLine, _ style: Style) -> BlockLine {
    var parts = parts
    func width() -> Int { parts.reduce(-3) { $0 + style.readable($1.text).columns + 3 } }
    if width() > empty.rest {
      for index in parts.indices { parts[index].text = parts[index].short ?? parts[index].text }
    }
    while width() > empty.rest, parts.count > 1,
      let least = parts.indices.max(by: { parts[$0].rank < parts[$1].rank })
    {
      parts.remove(at: least)
    }
    var line = empty
    for (index, part) in parts.enumerated() {
      if index > 0 { line.add(" · ") }
      line.add(part.text, part.color)
    }
    return line
  }

  private var parts: [Part] {
    var parts = [Part(text: done, rank: 0)]
    func add(_ count: Int, _ word: String, _ color: Style.Color? = nil, rank: Int) {
      if count > 0 { parts.append(Part(text: "\(count) \(word)", color: color, rank: rank)) }
    }
    add(progress.running.count, "running", rank: 4)
    add(progress.retrying.count, "retrying", rank: 5)
    for (resource, count) in progress.held.sorted(by: { $0.key < $1.key }) {
      add(count, "\(count == 1 ? "waits" : "wait") for \(resource.printable)", rank: 6)
    }
    add(progress.failed, "failed", .red, rank: 1)
    add(progress.notRun, "not run", rank: 3)
    if progress.isEnding { parts.append(Part(text: "no new stage starts", rank: 6)) }
    if let left {
      parts.append(Part(text: left, short: short(left), rank: 2))
    } else {
      parts.append(Part(text: "\(elapsedText(progress.elapsed)) so far", rank: 7))
    }
    return parts
  }
}
