internal import PipelinePlanning

/// The progress of a run in one line, as `12 of 40 done · 3 running · 1 failed · about 2 min left`.
extension Progress {
  private struct Part {
    var text: String
    var short: String?
    var color: Style.Color?
    /// If the line is too long, the part with the greatest rank is left out first.
    var rank: Int
  }

  /// The progress without the running stages, as `12 of 40 done · about 2 min left`.
  var briefCounts: String { ([done] + [left].compactMap { $0 }).joined(separator: " · ") }

  private var done: String { "\(succeeded + upToDate) of \(total) done" }

  private var left: String? { remaining.map { leftText($0, isOverdue: isOverdue) } }

  private func short(_ left: String) -> String {
    left.hasPrefix("about ")
      ? "~" + left.dropFirst("about ".count) : ">" + left.dropFirst("more than ".count)
  }

  /// Returns `empty` with as many parts as fit.
  func countsLine(_ empty: BlockLine, _ style: Style) -> BlockLine {
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
    add(running.count, "running", rank: 4)
    add(retrying.count, "retrying", rank: 5)
    for (resource, count) in held.sorted(by: { $0.key < $1.key }) {
      add(count, "\(count == 1 ? "waits" : "wait") for \(resource.printable)", rank: 6)
    }
    add(failed, "failed", .red, rank: 1)
    add(notRun, "not run", rank: 3)
    if isEnding { parts.append(Part(text: "no new stage starts", rank: 6)) }
    if let left {
      parts.append(Part(text: left, short: short(left), rank: 2))
    } else {
      parts.append(Part(text: "\(elapsedText(elapsed)) so far", rank: 7))
    }
    return parts
  }
}
