import Foundation
import PipelinePlanning
import Testing

@testable import PipelineSystem

extension SystemTests {
  /// The processes that still print to a log.
  @Suite(.timeLimit(.minutes(1))) struct AttemptLogTests {
    let scratch: Scratch

    init() throws {
      scratch = try Scratch()
    }

    /// Runs shell text with a log of that name, and closes the log before it returns.
    func run(_ text: String, log name: String) throws -> ProcessEnd {
      let log = try AttemptLog(creating: scratch.file(name))
      #expect(log.isLocked)
      let launch = Launch(
        executable: "/bin/sh",
        arguments: ["-c", text],
        environment: ["PATH": "/usr/bin:/bin"],
        workingDirectory: scratch.path,
        grace: .milliseconds(100)
      )
      return ScriptProcess.run(launch, output: log.descriptor, of: RunningProcesses().enter("test"))
    }

    @Test func `a log is created once, with the permissions of the umask`() throws {
      let path = scratch.file("a.log")
      do {
        let log = try AttemptLog(creating: path)
        #expect(try AttemptLog.isHeld(path))
        #expect(AttemptLog.holders(path) == [], "other processes only")
        withExtendedLifetime(log) {}
      }
      var info = stat()
      stat(path, &info)
      // The umask decides about the others.
      #expect(info.st_mode & 0o711 == 0o600)
      #expect(try !AttemptLog.isHeld(path))
      #expect(throws: SystemFault(EEXIST)) {
        try AttemptLog(creating: path)
      }
    }

    @Test func `a missing log has no holder, and a log that cannot be queried is an error`() throws
    {
      #expect(try !AttemptLog.isHeld(scratch.file("none.log")))
      symlink("nowhere", scratch.file("link.log"))
      #expect(throws: SystemFault.self) { try AttemptLog.isHeld(scratch.file("link.log")) }
    }

    @Test func `the check distinguishes a file system without locks from one that refuses`() {
      for number in [ENOLCK, ENOTSUP, EOPNOTSUPP, ENOSYS] {
        #expect(SystemFault(number).meansNoLocks)
      }
      for number in [EACCES, ELOOP, EIO, EMFILE] { #expect(!SystemFault(number).meansNoLocks) }
    }

    @Test func `a finished script holds no log`() throws {
      #expect(try run("sleep 999 & exit 0", log: "a.log") == .exited(0))
      #expect(eventually { (try? AttemptLog.isHeld(scratch.file("a.log"))) == false })
    }

    #if os(Linux)
    @Test(arguments: ["", "trap '' TERM;"])
    func `the runner finds and kills a daemon that left its group`(trap: String) throws {
      let text = """
        setsid sh -c "\(trap) : >ready; while :; do sleep 0.05; done" &
        while [ ! -e ready ]; do sleep 0.01; done
        exit 0
        """
      let path = scratch.file("a.log")
      #expect(try run(text, log: "a.log") == .exited(0))
      #expect(try AttemptLog.isHeld(path))
      #expect(!AttemptLog.holders(path).isEmpty)
      #expect(try AttemptLog.endHolders(path, grace: .milliseconds(200)))
      #expect(try !AttemptLog.isHeld(path))
      #expect(AttemptLog.holders(path) == [])
    }

    @Test func `the runner does not kill a process that only reads a log`() throws {
      let log = try AttemptLog(creating: scratch.file("a.log"))
      let live = RunningProcesses()
      let text = "exec 8<a.log; : >ready; exec sleep 999"
      let reader = try Background(scratch, text, among: live)
      #expect(AttemptLog.holders(log.path) == [])
      live.stop(.all, atOnce: true)
      #expect(reader.end() == .stopped)
    }
    #endif
  }
}
