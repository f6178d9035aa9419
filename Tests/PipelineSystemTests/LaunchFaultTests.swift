import Foundation
import PipelinePlanning
import Testing

@testable import PipelineSystem

extension SystemTests {
  /// Scripts that cannot start.
  @Suite(.timeLimit(.minutes(1))) struct LaunchFaultTests {
    let scratch: Scratch

    init() throws {
      scratch = try Scratch()
    }

    func run(_ executable: String, in folder: String? = nil, _ arguments: [String] = []) throws
      -> ProcessEnd
    {
      let log = try scratch.log()
      let launch = Launch(
        executable: executable,
        arguments: arguments,
        environment: [:],
        workingDirectory: folder ?? scratch.path
      )
      return ScriptProcess.run(launch, output: log.descriptor, of: RunningProcesses().enter("test"))
    }

    @Test func `each start failure has its own fault`() throws {
      try scratch.write("text", "x")
      #expect(try run("nope") == .notStarted(.missing("nope")))
      #expect(try run(".") == .notStarted(.isFolder(".")))
      #expect(try run("/dev/null") == .notStarted(.isNotFile("/dev/null")))
      #expect(try run("text") == .notStarted(.notExecutable("text")))
      #expect(
        try run("/bin/sh", in: scratch.file("no"))
          == .notStarted(.workingFolderMissing(scratch.file("no")))
      )
    }

    @Test func `a fault that only the system detects has its error number`() throws {
      try scratch.write("a", "#!/no/such\n", mode: 0o755)
      #expect(try run("a") == .notStarted(.system(SystemFault(ENOENT), call: "execve")))
      try scratch.write("b", "no shebang\n", mode: 0o755)
      #expect(try run("b") == .notStarted(.noInterpreter("b")))
    }

    @Test func `a fault names the argument that the system refuses`() throws {
      let long = String(repeating: "x", count: 200_000)
      #if os(Linux)
      let end = try run("/bin/sh", ["-c", long])
      #expect(end == .notStarted(.argumentTooLong(index: 1, bytes: 200_001, limit: 131_072)))
      #endif
      let many = Array(repeating: String(repeating: "x", count: 100_000), count: 100)
      guard case .notStarted(.argumentsTooLong(let bytes, _)) = try run("/bin/sh", many) else {
        Issue.record("started")
        return
      }
      #expect(bytes > 10_000_000)
    }

    @Test func `the runner waits for a while if a script is still open for writing`() throws {
      try scratch.write("busy", "#!/bin/sh\nexit 4\n", mode: 0o755)
      let writer = open(scratch.file("busy"), O_WRONLY | O_CLOEXEC)
      let thread = Thread {
        usleep(30_000)
        close(writer)
      }
      thread.start()
      #expect(try run("busy") == .exited(4))
    }

    @Test func `a script that stays open for writing is eventually a fault`() throws {
      try scratch.write("busy", "#!/bin/sh\nexit 4\n", mode: 0o755)
      let writer = open(scratch.file("busy"), O_WRONLY | O_CLOEXEC)
      defer { close(writer) }
      #expect(try run("busy") == .notStarted(.system(SystemFault(ETXTBSY), call: "execve")))
    }

    #if os(Linux)
    /// In a separate process, because the limit applies to the whole process.
    @Test func `a lack of free descriptors is a fault and does not crash`() async {
      await #expect(processExitsWith: .success) {
        try LaunchFaultTests().launchWithoutDescriptors()
      }
    }

    private func launchWithoutDescriptors() throws {
      _ = try scratch.sh("true")
      let log = try scratch.log()
      var old = rlimit()
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &old)
      var low = old
      low.rlim_cur = rlim_t(log.descriptor) + 4
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &low)
      let launch = Launch(executable: "/bin/true", environment: [:], workingDirectory: "/")
      let end = ScriptProcess.run(
        launch,
        output: log.descriptor,
        of: RunningProcesses().enter("test")
      )
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &old)
      #expect(end == .notStarted(.system(SystemFault(EMFILE), call: "open")))
    }
    #endif
  }
}
