package import PipelinePlanning

extension AttemptEnd {
  /// How the attempt ended, in a few words: `exit 2`.
  package var text: String {
    switch self {
    case .succeeded: "succeeded"
    case .exited(let code, _): "exit \(code)"
    case .signaled(let signal, _): "killed by \(signalText(signal))"
    case .timedOut(let limit, _): "timed out after \(limitText(limit))"
    case .notStarted(let fault, _): "could not start: \(fault.text)"
    case .inputsMissing(let paths):
      "input\(paths.count == 1 ? "" : "s") \(listed(paths))"
        + " \(paths.count == 1 ? "is" : "are") not there"
    case .outputsMissing(let paths):
      "output\(paths.count == 1 ? "" : "s") \(listed(paths))"
        + " \(paths.count == 1 ? "was" : "were") not made"
    case .outputOfOtherKind(let path, .file):
      "output \(path.printable) is a file, and is declared as a folder"
    case .outputOfOtherKind(let path, .folder):
      "output \(path.printable) is a folder, and is declared as a file"
    case .outputOfOtherKind(let path, .special):
      "output \(path.printable) is neither a file nor a folder"
    case .systemFailed(let fault, let path): "\(path.printable): \(fault.text.printable)"
    case .stopped: "stopped"
    case .other(_, let text): text.printable
    }
  }

  /// What to do about it, where that can be said.
  package var hint: String? {
    switch self {
    // What a shell makes of a command that was killed by signal 9.
    case .signaled(9, _), .exited(137, _):
      "the system kills what needs more memory than there is: see `dmesg`, or the limits of the job"
    case .exited(127, _): "a shell ends with 127 when it finds no program of that name"
    case .exited(126, _): "a shell ends with 126 when it may not start the program: `chmod +x` it"
    case .timedOut(let limit, _):
      "allow it more with `\(Self.longerTimeout(than: limit))`, or `Timeout.never`"
        + (limit == .seconds(600) ? "; without a clause it is 10 minutes" : "")
    case .notStarted(let fault, _): fault.hint
    case .outputsMissing:
      "every script ended with 0: compare the path that it writes with the declared one"
    case .inputsMissing:
      "an earlier stage removed it, or did not make all that its folder should hold"
    case .outputOfOtherKind(let path, .folder):
      "declare it with a slash at its end: `\(path.printable)/`"
    case .outputOfOtherKind(let path, .file): "declare it without the slash: `\(path.printable)`"
    case .succeeded, .exited, .signaled, .outputOfOtherKind, .systemFailed, .stopped, .other: nil
    }
  }

  /// Which of the stage's scripts it was; nil where it was none of them.
  package var script: Int? {
    switch self {
    case .exited(_, let script), .signaled(_, let script), .timedOut(_, let script),
      .notStarted(_, let script):
      script
    case .succeeded, .inputsMissing, .outputsMissing, .outputOfOtherKind, .systemFailed, .stopped,
      .other:
      nil
    }
  }

  /// The clause that allows twice the time.
  private static func longerTimeout(than limit: Duration) -> String {
    let seconds = limit.components.seconds
    if seconds < 60 { return "Timeout(seconds: \(max(2, seconds * 2)))" }
    return "Timeout(minutes: \((seconds * 2 + 59) / 60))"
  }
}

extension SystemFault {
  /// The fault in words: the system's, or ours for a fault of the runner's own.
  var text: String {
    switch own {
    case .linkedFolder: "it is a link to a folder, and what that holds may be others'"
    case .survivor: "a child process survived SIGKILL"
    case nil: words
    }
  }
}
