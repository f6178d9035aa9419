package import PipelinePlanning

extension AttemptEnd {
  /// The end of the attempt in a few words, for example `exit 2`.
  package var text: String {
    switch self {
    case .succeeded: "succeeded"
    case .exited(let code, _): "exit \(code)"
    case .signaled(let signal, _): "killed by \(signalText(signal))"
    case .timedOut(let limit, _): "timed out after \(limitText(limit))"
    case .idled(let limit, _): "neither printed nor computed for \(limitText(limit))"
    case .notStarted(let fault, _): "could not start: \(fault.text)"
    case .inputsMissing(let paths):
      "input\(paths.count == 1 ? "" : "s") \(listed(paths))"
        + " \(paths.count == 1 ? "does" : "do") not exist"
    case .outputsMissing(let paths, _):
      "output\(paths.count == 1 ? "" : "s") \(listed(paths))"
        + " \(paths.count == 1 ? "was" : "were") not made"
    case .outputsEmpty(let paths):
      "output folder\(paths.count == 1 ? "" : "s") \(listed(paths))"
        + " \(paths.count == 1 ? "contains" : "contain") no file"
    case .outputOfOtherKind(let path, .file):
      "output \(path.printable) is a file, but is declared as a folder"
    case .outputOfOtherKind(let path, .folder):
      "output \(path.printable) is a folder, but is declared as a file"
    case .outputOfOtherKind(let path, .special):
      "output \(path.printable) is neither a file nor a folder"
    case .systemFailed(let fault, let path): "\(path.printable): \(fault.text.printable)"
    case .stopped: "stopped"
    case .other(_, let text): text.printable
    }
  }

  /// Returns the hint about the end of an attempt that printed these lines last.
  package func hint(printed lines: [String]) -> String? {
    guard script != nil, lines.contains(where: { $0.contains("rgument list too long") }) else {
      return hint
    }
    return Self.hintForManyNames
  }

  static let hintForManyNames =
    "a command line cannot hold so many names; pass them on in parts:"
    + " `printf '%s\\0' GLOB | xargs -0 PROGRAM`"

  package var hint: String? {
    switch self {
    // A shell exits with 141 if signal 13 (SIGPIPE) killed its command.
    case .exited(141, _), .signaled(13, _):
      "a reader such as `head` closed its pipe early; if that is meant, write"
        + " `{ … || [ $? = 141 ]; } | head`, or name another shell in the clause `Shell`"
    // A shell exits with 137 if signal 9 killed its command.
    case .signaled(9, _), .exited(137, _):
      "probably out of memory: see `dmesg`, or the memory limit of the batch job or container"
    case .exited(127, _): "the shell did not find the program: check its name and PATH"
    case .exited(126, _):
      "the shell could not execute the program: make it executable with `chmod +x`"
    case .timedOut(let limit, _):
      "raise the limit with `\(Self.longerTimeout(than: limit))` or `Timeout.never`"
        + (limit == .seconds(600) ? "; the default is 10 minutes" : "")
    case .idled: "its `Timeout(idle: …)` ended it; raise that limit if the script only waits"
    case .notStarted(let fault, _): fault.hint
    case .outputsMissing(_, let similar) where !similar.isEmpty:
      "the attempt wrote \(similar.map(\.ticked).joined(separator: ", ")): compare the names"
    case .outputsMissing:
      "all scripts exited with 0; compare the path that they write with the declared path"
    case .outputsEmpty:
      "if an empty folder is a result, declare the output with `.mayBeEmpty`"
    case .inputsMissing:
      "an earlier stage removed it, or did not write all files of its folder"
    case .outputOfOtherKind(let path, .folder):
      "declare it with a slash at the end: `\(path.printable)/`"
    case .outputOfOtherKind(let path, .file): "declare it without the slash: `\(path.printable)`"
    case .succeeded, .exited, .signaled, .outputOfOtherKind, .systemFailed, .stopped, .other: nil
    }
  }

  /// The index of the script that failed, or that the runner could not start; nil if no script failed.
  package var script: Int? {
    switch self {
    case .exited(_, let script), .signaled(_, let script), .timedOut(_, let script),
      .idled(_, let script), .notStarted(_, let script):
      script
    case .succeeded, .inputsMissing, .outputsMissing, .outputsEmpty, .outputOfOtherKind,
      .systemFailed, .stopped, .other:
      nil
    }
  }

  /// Returns a timeout clause with twice the limit.
  private static func longerTimeout(than limit: Duration) -> String {
    let seconds = limit.components.seconds
    if seconds < 60 { return "Timeout(seconds: \(max(2, seconds * 2)))" }
    return "Timeout(minutes: \((seconds * 2 + 59) / 60))"
  }

  /// The failure in the words of the `Retry` clause.
  fileprivate var retryName: String {
    switch self {
    case .signaled(let signal, _): signalText(signal)
    case .timedOut: "a timeout"
    case .outputsMissing, .outputsEmpty: "a missing output"
    default: text
    }
  }
}

extension SystemFault {
  /// The system's words, or the tool's own words for a fault that the runner found.
  var text: String {
    switch own {
    case .linkedFolder: "the runner does not move an output folder that is a link"
    case .survivor: "a child process survived SIGKILL"
    case nil: words
    }
  }
}

extension RetryDecision {
  /// Returns why no retry follows an attempt with this `end`; nil if one follows, or if no attempt is left.
  package func refusal(of end: AttemptEnd) -> String? {
    switch self {
    case .again, .exhausted, .other: nil
    case .runEnding: "not retried: the run is ending"
    case .notWorth:
      switch end {
      case .exited, .signaled, .timedOut, .idled, .outputsMissing, .outputsEmpty:
        "not retried: `Retry` does not list \(end.retryName)"
      case .succeeded, .notStarted, .inputsMissing, .outputOfOtherKind, .systemFailed, .stopped,
        .other:
        "not retried: another attempt would fail in the same way"
      }
    }
  }
}
