internal import PipelineDescription
internal import PipelinePlanning

/// The lines about a reason in `pipeline why`, which are a sentence and then the old and the new value.
struct ReasonDetails {
  let background: Background
  /// The record of the stage's last success; nil if there is none, or if the reason belongs to another stage.
  let record: Record?
  let display: Display
  private var style: Style { display.style }
  private var time: TimeDisplay { display.time }

  func lines(of reason: Reason) -> [String] { [sentence(reason)] + details(reason) }

  /// Returns the reason in one line, without the values that `details` shows below it.
  func sentence(_ reason: Reason) -> String {
    switch reason {
    case .lastAttemptInterrupted where background.isDamaged:
      "the result of its last attempt is unknown: the records in .pipeline/state are damaged"
    case .neverRun where background.isDamaged:
      "no recorded run: the records in .pipeline/state are damaged"
    case .recipe(.parameter, _, _), .declared(.parameters, _, _): reason.text(time)
    case .recipe(let part, _, _): part.text + " changed"
    case .declared(let clause, _, _): "declared \(clause.rawValue) changed"
    case .file(let role, let path, .changed(let old, let new))
    where old.differsInTimeOrSize(from: new):
      "\(role.rawValue) \(path.printable) changed\(role.since)"
        + (new.modified < old.modified ? ": now an older file" : "")
    case .set(let role, let pattern, let added, let removed):
      "files of \(role.rawValue) \(pattern.printable) changed"
        + Reason.counts(added.count, removed.count)
    case .upstreamRanAgain(let stage) where isToRun(stage):
      "upstream \(stage.printable) would run before it"
    default: reason.text(time)
    }
  }

  /// Whether the upstream stage has not run again since the record was written.
  private func isToRun(_ stage: String) -> Bool {
    record.map { $0.upstream[stage] == background.runs[stage] } ?? false
  }

  private func details(_ reason: Reason) -> [String] {
    switch reason {
    case .recipe(.scripts, let old, let new): compared(old, new, .script)
    case .recipe(.arguments, let old, let new):
      compared(old.map(shellQuoted), new.map(shellQuoted), .argument)
    case .recipe(.interpreter, let old, let new):
      compared([old.first ?? "default"], [new.first ?? "default"], .word)
    case .recipe(.shell, let old, let new): compared(old, new, .word)
    case .recipe(.command, let old, let new): commands(old.joined(), new.joined())
    case .recipe(.variable, _, _):
      ["the old value is unknown, because the records keep only its digest"]
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

  /// Compares line by line if a command has several lines, else word by word.
  private func commands(_ old: String, _ new: String) -> [String] {
    let separator: Character = (old + new).contains("\n") ? "\n" : " "
    let words = [old, new].map { text in
      text.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
    return compared(words[0], words[1], separator == "\n" ? .line : .word)
  }

  private func members(_ added: [String], _ removed: [String]) -> [String] {
    list(added, "+", .green) + list(removed, "−", .red)
  }

  private func list(_ names: [String], _ sign: String, _ color: Style.Color) -> [String] {
    let (shown, left) = shortened(names, to: display.limit(WhyLines.limit))
    return shown.map { style.paint("\(sign) \($0.printable)", color) }
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

  /// Lines about stages that made the outputs earlier and are no longer in the manifest, as after a rename.
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
  /// Whether the stamps differ at most in time and size.
  func differsInTimeOrSize(from other: Stamp) -> Bool {
    var same = other
    same.modified = modified
    same.size = size
    return self == same
  }
}

extension FormerOutput.Run {
  var id: String {
    switch self {
    case .made(let run), .before(let run): run
    }
  }
}
