import PipelinePlanning
import PipelineReporting
import Testing

/// The words of ends, of failed starts, and of warnings.
struct WordingTests {
  static let denied = SystemFault(number: 13, words: "Permission denied")

  static let ends: [(AttemptEnd, String, String?)] = [
    (.succeeded, "succeeded", nil),
    (.exited(code: 2, script: 0), "exit 2", nil),
    (
      .exited(code: 126, script: 0), "exit 126",
      "a shell ends with 126 when it may not start the program: `chmod +x` it"
    ),
    (
      .exited(code: 127, script: 0), "exit 127",
      "a shell ends with 127 when it finds no program of that name"
    ),
    (
      .exited(code: 137, script: 0), "exit 137",
      "the system kills what needs more memory than there is: see `dmesg`, or the limits of the job"
    ),
    (
      .signaled(signal: 9, script: 0), "killed by signal 9 (KILL)",
      "the system kills what needs more memory than there is: see `dmesg`, or the limits of the job"
    ),
    (.signaled(signal: 11, script: 0), "killed by signal 11 (SEGV)", nil),
    (.signaled(signal: 63, script: 0), "killed by signal 63", nil),
    (
      .timedOut(after: .seconds(600), script: 0), "timed out after 10 min",
      "allow it more with `Timeout(minutes: 20)`, or `Timeout.never`; without a clause it is 10 minutes"
    ),
    (
      .timedOut(after: .seconds(5400), script: 0), "timed out after 1 h 30 min",
      "allow it more with `Timeout(minutes: 180)`, or `Timeout.never`"
    ),
    (
      .timedOut(after: .milliseconds(500), script: 0), "timed out after 0.5 s",
      "allow it more with `Timeout(seconds: 2)`, or `Timeout.never`"
    ),
    (
      .timedOut(after: .seconds(30), script: 0), "timed out after 30 s",
      "allow it more with `Timeout(seconds: 60)`, or `Timeout.never`"
    ),
    (
      .notStarted(.missing("a.py"), script: 0), "could not start: `a.py` is not there",
      "create it, or correct its path in the manifest"
    ),
    (
      .outputsMissing(["data/b.json"]), "output data/b.json was not made",
      "every script ended with 0: compare the path that it writes with the declared one"
    ),
    (
      .outputsMissing(["a", "b", "c", "d", "e"]), "outputs a, b, c and 2 more were not made",
      "every script ended with 0: compare the path that it writes with the declared one"
    ),
    (.systemFailed(denied, path: "data/a"), "data/a: Permission denied", nil),
    (
      .systemFailed(SystemFault(number: 40, own: .linkedFolder), path: "parts"),
      "parts: it is a link to a folder, and what that holds may be others'", nil
    ),
    (
      .systemFailed(SystemFault(number: 16, own: .survivor), path: "a.sh"),
      "a.sh: a child process survived SIGKILL", nil
    ),
    (.stopped, "stopped", nil),
  ]

  @Test(arguments: ends)
  func `an end has its words`(end: AttemptEnd, text: String, hint: String?) {
    #expect(end.text == text)
    #expect(end.hint == hint)
  }

  static let starts: [(LaunchFault, String, String?)] = [
    (
      .missing("a.py"), "`a.py` is not there", "create it, or correct its path in the manifest"
    ),
    (.isFolder("a"), "`a` is a folder", "name a script in it"),
    (
      .notExecutable("my a"), "`my a` is not executable",
      "`chmod +x 'my a'`, or say what reads it: `interpreter: \"…\"`"
    ),
    (
      .noInterpreter("a"), "`a` is no program and names no interpreter",
      "begin it with a line such as `#!/usr/bin/env python3`, or say what reads it:"
        + " `interpreter: \"…\"`"
    ),
    (
      .interpreterMissing("python9", script: "a.py"),
      "`python9`, the interpreter of `a.py`, is not there",
      "install it, or say what else reads the script: `interpreter: \"…\"`"
    ),
    (
      .windowsLineEnds(script: "a.sh"), "`a.sh` has Windows line ends",
      "`sed -i 's/\\r$//' a.sh` takes them out"
    ),
    (
      .workingFolderMissing("/x"), "the working folder `/x` is not there",
      "it was there when the run began: start the run again"
    ),
    (.isNotFile("/dev/tty"), "`/dev/tty` is no file", "a script is a plain file"),
    (
      .argumentsTooLong(bytes: 3_000_000, limit: 2_097_152),
      "arguments and environment have 3000000 bytes, and the system takes 2097152",
      "pass a folder, or a file with the list, in place of every name"
    ),
    (
      .argumentTooLong(index: 0, bytes: 200_000, limit: 131_072),
      "argument 1 has 200000 bytes, and the system takes 131072",
      "pass a folder, or a file with the list, in place of every name"
    ),
    (
      .variableTooLong(name: "LIST", bytes: 200_000, limit: 131_072),
      "the variable `LIST` has 200000 bytes, and the system takes 131072",
      "unset `LIST`, or put its value into a file"
    ),
    (
      .zeroByte(in: "a"),
      "an argument or a variable holds a zero byte, which no program can be given", nil
    ),
    (
      .system(denied, call: "fork"), "the system refused: Permission denied (fork, errno 13)", nil
    ),
  ]

  @Test(arguments: starts)
  func `a failed start has its words`(fault: LaunchFault, text: String, hint: String?) {
    #expect(fault.text == text)
    #expect(fault.hint == hint)
  }

  static let warnings: [(Event.Warning, String)] = [
    (
      .upstreamStale(stage: "plot", upstream: "fetch", reason: .file(.input, Path("a"), .missing)),
      """
      warning: stage `plot` reads from `fetch`, which is stale and not selected
        reason:  input a is missing
      hint: `pipeline --to plot` runs what it needs first
      """
    ),
    (
      .inputChangedMeanwhile(stage: "plot", path: "data/a", again: false),
      "warning: `data/a` changed while stage `plot` ran: the stage is stale again"
    ),
    (
      .outputsUndone(stage: "plot", run: "r1", isRestored: true, kept: ".pipeline/kept/r1.plot"),
      """
      warning: an earlier attempt of stage `plot` was undone: its earlier outputs are back
        run:   r1
        kept:  .pipeline/kept/r1.plot
      """
    ),
    (
      .outputsUndone(stage: "plot", run: "r1", isRestored: false, kept: nil),
      """
      warning: an earlier attempt of stage `plot` was undone: its outputs were removed
        run:  r1
      """
    ),
    (
      .outputsNotUndone(
        stage: "plot",
        path: "a.svg",
        SystemFault(number: 30, words: "Read-only file system")
      ),
      """
      warning: what stage `plot` did to `a.svg` could not be undone: it is tried again before the stage runs
        system:  Read-only file system
      """
    ),
    (
      .asideUnknown(folder: ".pipeline/aside/r1.plot.1"),
      """
      warning: earlier outputs stand in `.pipeline/aside/r1.plot.1`, and the damaged records do not say of what run
      hint: take back what you need, and remove the folder
      """
    ),
    (
      .outputKept(stage: "plot", path: "a.svg", copy: ".pipeline/kept/1/a.svg"),
      """
      warning: output `a.svg` of stage `plot` is not as the stage left it: a copy was kept
        copy:  .pipeline/kept/1/a.svg
      """
    ),
    (
      .futureTime(stage: "plot", path: "a b"),
      """
      warning: `a b`, which stage `plot` reads, has a time in the future
      hint: `touch 'a b'` gives it the time of now
      """
    ),
    (
      .recordsDamaged(count: 1),
      "warning: the records in `.pipeline/state` are damaged: stages run again that need not"
    ),
    (
      .recordsDamaged(count: 3),
      "warning: the records in `.pipeline/state` are damaged: stages run again that need not"
    ),
    (
      .recordsNotWritten(SystemFault(number: 28, words: "No space left on device")),
      """
      warning: the records could not be written: what ran now runs again next time
        system:  No space left on device (errno 28)
      """
    ),
    (
      .manifestChanged(path: "Pipeline.swift"),
      "warning: `Pipeline.swift` changed after the run began: the run goes by what it said before"
    ),
  ]

  @Test(arguments: warnings) func `a warning has its words`(warning: Event.Warning, text: String) {
    #expect(warning.message().text(severity: .warning) == text)
  }

  static let orphans: [(Orphans, String)] = [
    (
      Orphans(processes: [12, 34], isGone: true),
      """
      error: something that stage `plot` had started in an earlier run was still alive, and was ended
        run:        R1
        processes:  12, 34
      """
    ),
    (
      Orphans(processes: [12, 34], isGone: false),
      """
      error: something that stage `plot` had started in an earlier run is still alive
        run:        R1
        processes:  12, 34
      hint: `kill -9 12 34` ends it
      """
    ),
    (
      Orphans(processes: [], isGone: false),
      """
      error: something that stage `plot` had started in an earlier run is still alive
        run:  R1
      hint: end it, or wait for it: two writers of one output would spoil it
      """
    ),
  ]

  @Test(arguments: orphans)
  func `what a dead run left alive has its words`(found: Orphans, text: String) {
    #expect(found.message(stage: "plot", run: "R1").text() == text)
  }
}
