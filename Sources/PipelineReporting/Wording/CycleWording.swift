internal import PipelinePlanning

/// A cycle in words: the whole path, and why each stage on it waits for the next.
struct CycleWording {
  /// Each stage waits for the next, the last for the first.
  let links: [GraphFault.CycleLink]
  /// Where stages are declared.
  let place: ManifestPlace

  /// How many stages of a long cycle are shown at its beginning, and how many at its end.
  private static let shown = 8

  /// The message.
  var message: Message {
    let names = links.map(\.stage.printable)
    if links.count == 1 {
      return Message("stage \(names.joined().ticked) waits for itself", facts: edges, hint: hint)
    }
    let path = shortened(names + names.prefix(1), "…").joined(separator: " → ")
    return Message("stages wait for each other: `\(path)`", facts: edges, hint: hint)
  }

  private var hint: String {
    links.contains { $0.file == nil }
      ? "remove a name from `Upstream`, or a file that is read too early"
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

  /// The beginning and the end of a long list.
  private func shortened<Element>(_ list: [Element], _ gap: Element) -> [Element] {
    list.count <= 2 * Self.shown + 1
      ? list : Array(list.prefix(Self.shown)) + [gap] + Array(list.suffix(Self.shown))
  }
}
