/// Starts a program in a process group of its own and sees it to its end.
package enum ScriptProcess {
  /// Runs a program to its end and returns how it ended; nothing of its group is left then.
  ///
  /// Blocks, so it is to be called on a thread of one's own, never on the cooperative pool. May be called on many threads
  /// at once. Standard input is empty; standard output and error are `output`, which stays open.
  /// `started` is told the process id, on the calling thread, as soon as there is one.
  package static func run(
    _ launch: Launch,
    output: Int32,
    among live: LiveProcesses,
    started: (Int32) -> Void = { _ in }
  ) -> ProcessEnd {
    .notStarted(.system(errno: 38, call: "run"))
  }
}
