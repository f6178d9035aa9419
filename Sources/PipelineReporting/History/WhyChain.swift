internal import PipelinePlanning

/// The lines of `pipeline why` that trace a stage back to the first causes.
struct WhyChain {
  /// A stage, some files that it reads, and all stages that make these files.
  private typealias Step = (stage: String, reads: [String], makers: [String])

  private let steps: [Step]
  /// The first causes, which are the stages with reasons of their own.
  private let causes: [(stage: String, reasons: [Reason])]
  private let nameWidth: Int
  private let details: ReasonDetails

  init(_ links: [Explanation.Link], in graph: Graph, details: ReasonDetails) {
    var steps: [Step] = []
    var causes: [(stage: String, reasons: [Reason])] = []
    for link in links {
      let stage = graph.name(of: link.stage)
      switch link.cause {
      case .reasons(let reasons): causes.append((stage, reasons))
      case .upstream(let other, let reads):
        let maker = graph.name(of: other)
        if let last = steps.last, last.stage == stage, last.reads == reads {
          steps[steps.count - 1].makers.append(maker)
        } else {
          steps.append((stage, reads, [maker]))
        }
      }
    }
    self.steps = steps
    self.causes = causes
    self.details = details
    nameWidth = columnWidth(of: steps.map(\.stage) + causes.map(\.stage))
  }

  var lines: [String] {
    let limit = details.display.limit(WhyLines.limit)
    let (shown, left) = shortened(steps, to: limit)
    let (told, untold) = shortened(causes, to: limit)
    return shown.map(line) + rest(left, "more step") + told.flatMap(line)
      + rest(untold, "more first cause")
  }

  private func line(_ step: Step) -> String {
    let makers = listed(step.makers)
    let what =
      step.reads.isEmpty
      ? "names \(makers) as upstream" : "reads \(listed(step.reads)), made by \(makers)"
    return "  \(step.stage.printable.padded(to: nameWidth))  \(what)"
  }

  private func line(_ cause: (stage: String, reasons: [Reason])) -> [String] {
    guard let first = cause.reasons.first else { return [] }
    let lines = details.lines(of: first)
    let verb = if case .runsNow = first { "is " } else { "would run: " }
    let indent = String(repeating: " ", count: nameWidth + 4)
    return [
      "  \(cause.stage.printable.padded(to: nameWidth))  \(verb)\(lines[0])"
        + details.display.style.paint(cause.reasons.andMore, .dim)
    ] + lines.dropFirst().map { indent + $0 }
  }

  private func rest(_ count: Int, _ noun: String) -> [String] {
    count > 0 ? ["  … and \(counted(count, noun)) (-v)"] : []
  }
}
