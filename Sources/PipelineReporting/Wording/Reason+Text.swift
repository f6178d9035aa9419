internal import PipelineDescription
package import PipelinePlanning

extension Reason {
  /// The reason in words, with the file and the two values that differ.
  ///
  /// - Parameter time: The zone in which times are shown.
  /// - Returns: One line.
  package func text(_ time: TimeDisplay = .utc) -> String {
    switch self {
    case .lastAttemptFailed(.stopped): "last attempt was stopped"
    case .lastAttemptFailed(let end): "last attempt failed (\(end.text))"
    case .lastAttemptInterrupted: "last attempt was interrupted"
    case .runsNow(let since?): "running since \(time.moment(since))"
    case .runsNow(nil): "running now"
    case .neverRun: "never run here"
    case .alwaysRuns: "always runs: it has neither inputs nor outputs"
    case .scriptsChanged(let old, let new):
      "scripts changed (\(difference(old.joined(separator: ", "), new.joined(separator: ", "))))"
    case .argumentsChanged(let script, let old, let new):
      "arguments of \(script.printable) changed (\(difference(quoted(old), quoted(new))))"
    case .interpreterChanged(let script, let old, let new):
      "interpreter of \(script.printable) changed"
        + " (\(difference(old ?? "default", new ?? "default")))"
    case .commandChanged(let old, let new): "command changed (\(difference(old, new)))"
    case .inputsDeclared(let added, let removed):
      "declared inputs changed" + members(added, removed)
    case .outputsDeclared(let added, let removed):
      "declared outputs changed" + members(added, removed)
    case .variablesDeclared(let added, let removed):
      "declared variables changed" + members(added, removed)
    case .variableChanged(let name): "variable \(name.printable) changed"
    case .parametersDeclared(let added, let removed):
      "declared parameters changed" + members(added, removed)
    case .parameterChanged(let name, let old, let new):
      "parameter \(name.printable) changed (\(difference(shellQuoted(old), shellQuoted(new))))"
    case .script(let path, let change):
      "script \(path.printable) \(change.text(time, since: ""))"
    case .input(let path, let change):
      "input \(path.printable) \(change.text(time, since: " since the last run"))"
    case .inputSet(let pattern, let added, let removed):
      "input set \(pattern.printable) changed" + members(added.map(\.text), removed.map(\.text))
    case .changedMeanwhile(let path): "\(path.printable) changed while the stage last ran"
    case .output(let path, let change):
      "output \(path.printable) \(change.text(time, since: " since the last run"))"
    case .outputSet(let pattern, let added, let removed):
      "output set \(pattern.printable) changed" + members(added.map(\.text), removed.map(\.text))
    case .newer(let input, let output):
      "input \(input.printable) is newer than output \(output.printable)"
    case .upstreamRanAgain(let stage): "upstream \(stage.printable) ran again"
    case .forced: "forced"
    }
  }

  private func difference(_ old: String, _ new: String) -> String {
    ValueDifference(from: old, to: new).text
  }

  private func quoted(_ arguments: [String]) -> String {
    arguments.map(shellQuoted).joined(separator: " ")
  }

  /// What came and what went: ` (+2 −1): +a, +b, −c`.
  private func members(_ added: [String], _ removed: [String]) -> String {
    let counts = [("+", added.count), ("−", removed.count)]
      .filter { $0.1 > 0 }
      .map { "\($0.0)\($0.1)" }
    let names = added.map { "+" + $0 } + removed.map { "−" + $0 }
    return " (\(counts.joined(separator: " "))): \(listed(names))"
  }
}

extension Reason.Change {
  /// What is no longer as it was, to stand behind the file's name.
  ///
  /// - Parameters:
  ///   - time: The zone in which times are shown.
  ///   - since: Since when it was as it was.
  /// - Returns: A part of a sentence.
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
      let ending = new.modified < old.modified ? ", an older file" : ""
      let times = time.difference(from: old.modified, to: new.modified)
      return "changed\(since) (\(times)\(ending))"
    }
    if old.size != new.size {
      return "changed\(since) (\(sizeDifference(from: old.size, to: new.size)))"
    }
    return "changed" + since
  }
}

extension Stamp.Kind {
  /// The kind with its article.
  var text: String {
    switch self {
    case .file: "a file"
    case .folder: "a folder"
    case .special: "a FIFO, a socket or a device"
    }
  }
}
