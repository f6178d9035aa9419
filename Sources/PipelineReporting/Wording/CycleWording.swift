internal import PipelinePlanning

/// The message about a dependency cycle, which shows its path and why each stage depends on the next.
struct CycleWording {
  /// Each stage depends on the next one, and the last stage depends on the first.
  let links: [GraphFault.CycleLink]
  let place: ManifestPlace

  /// Of a long cycle, the message shows this many stages at the beginning and as many at the end.
  private static let shown = 8

  var message: Message {
    let names = links.map(\.stage.printable)
    if links.count == 1 {
      return Message(
        "dependency cycle: stage \(names.joined().ticked) depends on itself",
        facts: edges,
        hint: hint
      )
    }
    let path = shortened(names + names.prefix(1), "…").joined(separator: " → ")
    return Message("dependency cycle: `\(path)`", facts: edges, hint: hint)
  }

  private var hint: String {
    if links.count == 1, links[0].file == nil { return "remove it from its own `Upstream`" }
    return links.contains { $0.file == nil }
      ? "remove one of these names from `Upstream`, or one of these files from the inputs"
      : "remove one of these files from the inputs of the stage that reads it"
  }

  private var edges: [(label: String, value: String)] {
    let facts = links.enumerated().map { index, link in
      let next = links[(index + 1) % links.count].stage.ticked
      let why = link.file.map { "reads \($0), made by \(next)" } ?? "names \(next) as upstream"
      return (label: link.stage, value: why)
    }
    let places = links.map { place.text($0.place) }
    return shortened(facts, (label: "…", value: ""))
      + [("declared", shortened(places, "…").joined(separator: ", "))]
  }

  /// Returns the beginning and the end of a long list, with `gap` between them.
  private func shortened<Element>(_ list: [Element], _ gap: Element) -> [Element] {
    list.count <= 2 * Self.shown + 1
      ? list : Array(list.prefix(Self.shown)) + [gap] + Array(list.suffix(Self.shown))
  }
}
