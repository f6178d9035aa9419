internal import PipelineDescription
internal import PipelinePlanning

/// A reason as `why` tells it: a sentence, and below it the old and the new value one under the other.
struct ReasonDetails {
  let background: Background
  /// What the last successful attempt of the stage saw, where the reason is its own.
  let record: Record?
  let style: Style
  let time: TimeDisplay
  /// So many names of a list are shown.
  let limit: Int

  /// The sentence first; the others are without an indent.
  func lines(of reason: Reason) -> [String] { [sentence(reason)] + details(reason) }

  private func details(_ reason: Reason) -> [String] {
    switch reason {
    case .recipe(.scripts, let old, let new): compared(old, new, .script)
    case .recipe(.arguments, let old, let new):
      compared(old.map(shellQuoted), new.map(shellQuoted), .argument)
    case .recipe(.interpreter, let old, let new):
      compared([old.first ?? "default"], [new.first ?? "default"], .word)
    case .recipe(.command, let old, let new): commands(old.joined(), new.joined())
    case .recipe(.variable, _, _):
      ["only a digest of its value is kept, so the old value is not known"]
    case .declared(_, let added, let removed): members(added, removed)
    case .set(_, _, let added, let removed): members(added.map(\.text), removed.map(\.text))
    case .file(let role, let path, let change):
      stamps(change) + (role == .output ? [] : maker(of: path))
    case .newer(let input, let output): ages(input, output)
    case .upstreamRanAgain(let stage): runs(of: stage)
    case .neverRun: formerMakers
    case .lastAttemptFailed, .lastAttemptInterrupted, .runsNow, .alwaysRuns, .changedMeanwhile,
      .forced, .recipe(.parameter, _, _), .other:
      []
    }
  }

  private func compared(_ old: [String], _ new: [String], _ unit: ComparedLines.Unit) -> [String] {
    ComparedLines(from: old, to: new, by: unit).text(style)
  }

  /// Line by line where a command has several, else word by word.
  private func commands(_ old: String, _ new: String) -> [String] {
    let separator: Character = (old + new).contains("\n") ? "\n" : " "
    let words = [old, new].map { text in
      text.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
    return compared(words[0], words[1], separator == "\n" ? .line : .word)
  }

  /// What came and what went.
  private func members(_ added: [String], _ removed: [String]) -> [String] {
    list(added, "+", .green) + list(removed, "−", .red)
  }

  private func list(_ names: [String], _ sign: String, _ color: Style.Color) -> [String] {
    // One name more is as short as saying that there is one.
    let shown = names.count <= limit + 1 ? names.count : limit
    let left = names.count - shown
    return names.prefix(shown).map { style.paint("\(sign) \($0.printable)", color) }
      + (left > 0 ? ["… and \(left) more (-v)"] : [])
  }

  private func stamps(_ change: Reason.Change) -> [String] {
    guard case .changed(let old, let new) = change, old.differsInTimeOrSize(from: new) else {
      return []
    }
    let moments = time.moments(old.modified, new.modified, hasDate: true)
    let sizes = sizePair(old.size, new.size)
    return rows([("was", moments.0, sizes.0), ("is", moments.1, sizes.1)])
  }

  /// Labels, moments and sizes in columns.
  private func rows(_ rows: [(label: String, moment: String, size: String)]) -> [String] {
    let label = rows.map(\.label.columns).max() ?? 0
    let moment = rows.map(\.moment.columns).max() ?? 0
    return rows.map { row in
      "\(style.paint(row.label.padded(to: label), .dim))  \(row.moment.padded(to: moment))"
        + "  \(row.size)"
    }
  }

  private func ages(_ input: Path, _ output: Path) -> [String] {
    guard let read = background.stamps[input], let made = background.stamps[output] else {
      return []
    }
    let moments = time.moments(made.modified, read.modified, hasDate: true)
    return rows([
      ("output", moments.0, sizeText(made.size)), ("input", moments.1, sizeText(read.size)),
    ])
  }

  private func maker(of path: Path) -> [String] {
    guard let maker = background.makers[path] else { return [] }
    let last = background.runs[maker].map { ", last in \(time.run($0))" } ?? ""
    return ["made by \(maker.printable)\(last)"]
  }

  private func runs(of stage: String) -> [String] {
    guard let record, let now = background.runs[stage], record.upstream[stage] != now else {
      return []
    }
    let before = record.upstream[stage].map(time.run) ?? "none"
    return [
      "\(style.paint("was", .dim))  \(before)", "\(style.paint("is ", .dim))  \(time.run(now))",
    ]
  }

  /// Who made the outputs before, as after a stage got a new name.
  private var formerMakers: [String] {
    let stages = Set(background.formerMakers.map(\.stage)).sorted()
    return stages.prefix(3).flatMap { stage in
      let outputs = background.formerMakers.filter { $0.stage == stage }
      let paths = outputs.map(\.path.text)
      return [
        "\(stage.printable), which the manifest no longer has, made its"
          + " output\(paths.count == 1 ? "" : "s") \(listed(paths))"
      ] + outputs.prefix(1).map { "in \(time.run($0.run.id))" }
    }
  }
}

extension Stamp {
  /// Whether no more than time and size tell it from another.
  func differsInTimeOrSize(from other: Stamp) -> Bool {
    var same = other
    same.modified = modified
    same.size = size
    return self == same
  }
}

extension FormerOutput.Run {
  /// The run that is named.
  var id: String {
    switch self {
    case .made(let run), .before(let run): run
    }
  }
}
