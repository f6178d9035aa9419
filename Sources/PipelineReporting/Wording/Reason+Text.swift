internal import PipelineDescription
package import PipelinePlanning

extension Reason {
  /// Returns the reason in one line, with the file and the two values that differ.
  package func text(_ time: TimeDisplay = .utc) -> String {
    switch self {
    case .lastAttemptFailed(.stopped): "last attempt was stopped"
    case .lastAttemptFailed(let end): "last attempt failed (\(end.text))"
    case .lastAttemptInterrupted: "last attempt was interrupted"
    case .runsNow(let since?): "running since \(time.moment(since))"
    case .runsNow(nil): "running now"
    case .neverRun: "has never run here"
    case .alwaysRuns: "always runs: it has neither inputs nor outputs"
    case .recipe(.variable(let name), _, _): "variable \(name.printable) changed"
    case .recipe(let part, let old, let new):
      "\(part.text) changed (\(ValueDifference(from: part.shown(old), to: part.shown(new)).text))"
    case .declared(let clause, let added, let removed):
      "declared \(clause.rawValue) changed" + members(added, removed)
    case .file(let role, let path, let change):
      "\(role.rawValue) \(path.printable) \(change.text(time, since: role.since))"
    case .set(let role, let pattern, let added, let removed):
      "\(role.rawValue) set \(pattern.printable) changed"
        + members(added.map(\.text), removed.map(\.text))
    case .changedMeanwhile(let path): "\(path.printable) changed while the stage last ran"
    case .newer(let input, let output):
      "input \(input.printable) is newer than output \(output.printable)"
    case .upstreamRanAgain(let stage): "upstream \(stage.printable) ran again"
    case .forced: "forced"
    case .other(_, let text): text.printable
    }
  }

  /// Returns the numbers of added and removed elements, for example ` (+2 −1)`.
  static func counts(_ added: Int, _ removed: Int) -> String {
    let counts = [added > 0 ? "+\(added)" : nil, removed > 0 ? "−\(removed)" : nil]
    return " (\(counts.compactMap(\.self).joined(separator: " ")))"
  }

  /// Returns the added and removed elements, for example ` (+2 −1): +a, +b, −c`.
  private func members(_ added: [String], _ removed: [String]) -> String {
    let names = added.map { "+" + $0 } + removed.map { "−" + $0 }
    return Self.counts(added.count, removed.count) + ": \(listed(names))"
  }
}

extension Reason.Part {
  /// The name of the part, for example `arguments of fit.py`.
  var text: String {
    switch self {
    case .scripts: "scripts"
    case .arguments(let script): "arguments of \(script.printable)"
    case .interpreter(let script): "interpreter of \(script.printable)"
    case .command: "command"
    case .shell: "shell"
    case .variable(let name): "variable \(name.printable)"
    case .parameter(let name): "parameter \(name.printable)"
    }
  }

  fileprivate func shown(_ values: [String]) -> String {
    switch self {
    case .scripts: values.joined(separator: ", ")
    case .arguments, .parameter: values.map(shellQuoted).joined(separator: " ")
    case .interpreter: values.first ?? "default"
    case .command, .shell, .variable: values.joined()
    }
  }
}

extension Reason.Role {
  /// The text that follows "changed" for a file of this role; empty for a script.
  var since: String { self == .script ? "" : " since the last run" }
}

extension Reason.Change {
  /// Returns the text that follows the file's name, in which `since` follows "changed".
  func text(_ time: TimeDisplay, since: String) -> String {
    switch self {
    case .missing: "is missing"
    case .appeared: "appeared" + since
    case .unreadable(let fault): "cannot be read (\(fault.words.printable))"
    case .changed(let old, let new): Self.text(old, new, time, since)
    }
  }

  private static func text(_ old: Stamp, _ new: Stamp, _ time: TimeDisplay, _ since: String)
    -> String
  {
    if old.kind != new.kind { return "is now \(new.kind.text) (was \(old.kind.text))" }
    switch (old.link, new.link) {
    case (let before?, let after?) where before != after:
      return "is now a link to \(after.printable) (was \(before.printable))"
    case (nil, let after?): return "is now a link to \(after.printable)"
    case (let before?, nil): return "is no longer a link (was \(before.printable))"
    case (_, _): break
    }
    if old.modified != new.modified {
      let age = new.modified < old.modified ? ", an older file" : ""
      let ending = age + (new.differsOnlyInTime(from: old) ? ", same size" : "")
      let (before, after) = time.moments(old.modified, new.modified, hasDate: false)
      return "changed\(since) (\(before) → \(after)\(ending))"
    }
    if old.size != new.size {
      let (before, after) = sizePair(old.size, new.size)
      return "changed\(since) (\(before) → \(after))"
    }
    return "changed" + since
  }
}

extension Stamp.Kind {
  var text: String {
    switch self {
    case .file: "a file"
    case .folder: "a folder"
    case .special: "a FIFO, a socket or a device"
    }
  }
}

extension Collection<Reason> {
  /// The text that follows the first reason, as ` (and 2 more reasons)`; empty if there is only one.
  var andMore: String { count > 1 ? " (and \(counted(count - 1, "more reason")))" : "" }
}
