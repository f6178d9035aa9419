package import PipelinePlanning

/// The printed output of `pipeline why --file PATH`, about the file's state, its maker and its readers.
package struct FileText {
  let graph: Graph
  let explanation: FileExplanation
  let display: Display

  /// The maximum number of source files, and of readers, that are shown without `-v`.
  private static let limit = 10

  package init(graph: Graph, explanation: FileExplanation, display: Display = Display()) {
    self.graph = graph
    self.explanation = explanation
    self.display = display
  }

  package var text: String {
    let style = display.style
    let title = style.paint(explanation.path.printable, .bold)
    let hint = explanation.nearest.map { "did you mean \($0.ticked)?" }
    let lines = ["\(title)\(headline)"] + facts.factLines(style) + style.hintLines(hint)
    return style.spelled(lines.map { $0 + "\n" }.joined())
  }

  private var headline: String {
    if explanation.isKnown { return "" }
    return explanation.state == .missing
      ? "  does not exist, and no stage makes or reads it" : "  no stage makes or reads it"
  }

  private var facts: Message {
    var message = Message("")
    func add(_ label: String, _ values: [String]) {
      message.add(label, values.isEmpty ? nil : values.joined(separator: "\n"))
    }
    if explanation.isKnown || explanation.state != .missing { add("state", [now]) }
    if let maker = explanation.maker {
      add("made by", made(by: maker))
      if let acceptance = maker.left?.acceptance {
        let moment = display.time.dayAndMoment(acceptance.time)
        add("accepted", ["\(moment): \(acceptance.reason)"])
      } else {
        add("made in", maker.left.map { [display.time.run($0.run)] } ?? [])
      }
      add("from", sources(maker.sources))
    } else if explanation.isKnown {
      add("made by", ["no stage"])
      add("earlier", explanation.former.map(former) ?? [])
    }
    if explanation.isKnown {
      add("read by", explanation.readers.isEmpty ? ["no stage"] : readers)
    }
    return message
  }

  /// The file's current state, compared with its state after the last success of the stage that makes it.
  private var now: String {
    let state = text(explanation.state)
    guard let maker = explanation.maker else { return state }
    guard let left = maker.left else {
      return explanation.state == .missing
        ? "missing: no recorded run has made it" : "\(state); no recorded run has made it"
    }
    let name = graph.name(of: maker.stage)
    if left.change == nil {
      return left.acceptance == nil
        ? "\(state), unchanged since \(name) made it"
        : "\(state), unchanged since it was accepted for \(name)"
    }
    guard let then = left.then else { return "\(state); \(name) did not make it" }
    let pair = texts(then, explanation.state)
    return explanation.state == .missing
      ? "missing; \(name) made it at \(pair.0)"
      : "\(pair.1), changed since\n\(name) made it at \(pair.0)"
  }

  /// Returns texts of both states that are exact enough to show a difference in time or size.
  func texts(_ old: FileState, _ new: FileState) -> (String, String) {
    guard let before = old.stamp, let after = new.stamp, before.kind == .file, after.kind == .file,
      before.link == nil, after.link == nil
    else { return (text(old), text(new)) }
    let moments = display.time.moments(before.modified, after.modified, hasDate: true)
    let sizes = sizePair(before.size, after.size)
    return ("\(moments.0) · \(sizes.0)", "\(moments.1) · \(sizes.1)")
  }

  func text(_ state: FileState) -> String {
    switch state {
    case .missing: return "missing"
    case .unreadable(let fault): return "cannot be read: \(fault.words)"
    case .present(let stamp):
      let link = stamp.link.map { ", a link to \($0)" } ?? ""
      if stamp.kind != .file { return stamp.kind.text + link }
      let modified = Timestamp(nanoseconds: stamp.modified).milliseconds
      let moment = display.time.dayAndMoment(modified)
      return "\(moment) · \(sizeText(stamp.size))\(link)"
    }
  }

  private func made(by maker: FileExplanation.Maker) -> [String] {
    let name = graph.name(of: maker.stage)
    switch maker.verdict {
    case .upToDate: return ["\(name), which is up to date"]
    case .mayRun(let stages): return ["\(name), which may run: it depends on \(listed(stages))"]
    case .run(let reasons):
      guard let first = reasons.first?.text(display.time) else { return [name] }
      if case .runsNow = reasons[0] { return ["\(name), which is \(first)"] }
      return ["\(name), which would run now, because", first + reasons.andMore]
    }
  }

  /// Returns a line for each file that the maker read in its last successful attempt, changed files first.
  private func sources(_ sources: [FileExplanation.Source]) -> [String] {
    let sorted = sources.filter { $0.change != nil } + sources.filter { $0.change == nil }
    let (shown, left) = shortened(sorted, to: display.limit(Self.limit))
    let width = columnWidth(of: shown.map { $0.path.text })
    return shown.map { source in
      let start = source.path.printable.padded(to: width)
      guard let change = source.change else { return "\(start)  \(text(source.then))" }
      let pair = texts(source.then, change.state)
      return "\(start)  \(pair.0), now \(pair.1)"
    } + rest(left)
  }

  /// A line for each stage that reads the file, with the change of the file since that stage last ran.
  private var readers: [String] {
    let (shown, left) = shortened(explanation.readers, to: display.limit(Self.limit))
    return shown.map { reader in
      let role =
        switch reader.role {
        case .input(let text) where text == explanation.path.text: "as input"
        case .input(let text): "through input \(text)"
        case .script: "as script"
        }
      return "\(graph.name(of: reader.stage)), \(role): \(seen(reader.seen))"
    } + rest(left)
  }

  private func seen(_ seen: FileExplanation.Seen?) -> String {
    guard let seen else { return "no recorded run" }
    switch seen.change {
    case nil:
      return seen.then == nil ? "was no input of its last run" : "unchanged since its last run"
    case .appeared?: return "did not exist in its last run"
    case .missing?: return "removed since its last run"
    case .changed?, .unreadable?:
      let then = seen.then.map { texts($0, explanation.state).0 }
      return "changed since its last run" + (then.map { ", which saw \($0)" } ?? "")
    }
  }

  private func former(_ former: FormerOutput) -> [String] {
    let file = former.path == explanation.path ? "" : " made \(former.path.printable)"
    return [
      "\(former.stage)\(file), \(former.run.text(display.time))",
      graph.stage(named: former.stage) == nil
        ? "the manifest has no such stage now" : "the stage no longer declares it",
    ]
  }

  private func rest(_ count: Int) -> [String] { count > 0 ? ["… and \(count) more (-v)"] : [] }
}

extension FormerOutput.Run {
  /// The run as `in run …`, or as `before run …` if only a later run is known.
  var text: String { word + " run \(id.printable)" }

  func text(_ time: TimeDisplay) -> String { "\(word) \(time.run(id))" }

  private var word: String { if case .made = self { "in" } else { "before" } }
}

extension Reason.Change {
  /// The file's state after the change.
  fileprivate var state: FileState {
    switch self {
    case .changed(_, let stamp): .present(stamp)
    case .missing, .appeared: .missing
    case .unreadable(let fault): .unreadable(fault)
    }
  }
}
