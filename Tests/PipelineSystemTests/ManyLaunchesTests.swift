import Foundation
import PipelinePlanning
import Synchronization
import Testing

@testable import PipelineSystem

extension SystemTests {
  /// Many parallel launches, and the resources that they leave behind.
  @Suite(.timeLimit(.minutes(2))) struct ManyLaunchesTests {
    let scratch: Scratch

    init() throws {
      scratch = try Scratch()
    }

    /// Runs `body` once for each number, on `threads` new threads.
    func onThreads(_ threads: Int, count: Int, _ body: @escaping @Sendable (Int) -> Void) {
      let done = DispatchSemaphore(value: 0)
      for thread in 0..<threads {
        Thread {
          for number in stride(from: thread, to: count, by: threads) { body(number) }
          done.signal()
        }.start()
      }
      for _ in 0..<threads { done.wait() }
    }

    func count(_ folder: String) -> Int {
      (try? FileManager.default.contentsOfDirectory(atPath: folder))?.count ?? -1
    }

    var zombies: Int {
      let children = try? FileManager.default.contentsOfDirectory(atPath: "/proc").filter { pid in
        guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
          let end = stat.lastIndex(of: ")")
        else { return false }
        let fields = stat[end...].split(separator: " ")
        return fields[1] == "Z" && fields[2] == "\(getpid())"
      }
      return children?.count ?? -1
    }

    @Test func `parallel launches on many threads each get their own end and output`() throws {
      let scratch = scratch
      let live = RunningProcesses()
      let wrong = Mutex<[Int]>([])
      onThreads(8, count: 64) { number in
        let result = try? scratch.sh("echo \(number); exit \(number)", among: live)
        if result?.end != .exited(Int32(number)) || result?.printed != "\(number)\n" {
          wrong.withLock { $0.append(number) }
        }
      }
      #expect(wrong.withLock { $0 } == [])
      #expect(live.leaders.isEmpty)
    }

    #if os(Linux)
    /// The number of launches; a variable requests 20,000, which take some minutes.
    static let launches =
      Int(ProcessInfo.processInfo.environment["PIPELINE_TEST_LAUNCHES"] ?? "") ?? 800

    /// In a separate process, because the counts belong to the whole process.
    @Test(.timeLimit(.minutes(30)))
    func `many launches, most of which cannot start, leave nothing behind`() async {
      await #expect(processExitsWith: .success) {
        try ManyLaunchesTests().launchAndCount()
      }
    }

    /// The main memory that this process holds, in bytes.
    private var memory: Int64 {
      (ProcessTable.entry(getpid())?.pages ?? 0) * Int64(sysconf(Int32(_SC_PAGESIZE)))
    }

    private func launchAndCount() throws {
      ScriptProcess.adoptOrphans()
      try scratch.write("good", "#!/bin/sh\nexit 2\n", mode: 0o755)
      try scratch.write("bad", "#!/no/such\n", mode: 0o755)
      try scratch.write("crlf", "#!/bin/sh\r\n", mode: 0o755)
      try scratch.write("plain", "x")
      // The system itself detects this fault: the start of a file that is no program.
      try scratch.write("corrupt", "\u{7F}ELF and nothing more", mode: 0o755)
      let scripts = [
        "good", "bad", "good", "crlf", "good", "plain", "good", "missing", "good", ".", "good",
        "corrupt",
      ]
      let ends = Mutex<[String: Set<String>]>([:])
      let scratch = scratch
      let round: @Sendable (Int) -> Void = { number in
        let script = scripts[number % scripts.count]
        let end = Self.launch(script, in: scratch)
        ends.withLock { _ = $0[script, default: []].insert(end.map { "\($0)" } ?? "") }
      }
      onThreads(4, count: 48, round)
      let before = (count("/proc/self/fd"), count("/proc/self/task"), memory)
      onThreads(4, count: Self.launches, round)
      // Foundation's threads come and go with a few descriptors each; a leak would be hundreds.
      #expect(eventually { count("/proc/self/fd") <= before.0 + 24 }, "descriptors")
      #expect(eventually { count("/proc/self/task") <= before.1 + 8 }, "threads")
      #expect(eventually { zombies == 0 }, "zombies")
      let grown = memory - before.2
      #expect(grown < 8 << 20, "memory")
      if Self.launches > 1000 { print("\(Self.launches) launches, memory grew by \(grown) bytes") }
      // Each script always ends in the same way, and "good" is the only one that runs.
      #expect(ends.withLock { $0.values.allSatisfy { $0.count == 1 } })
      #expect(ends.withLock { $0["good"] } == ["\(ProcessEnd.exited(2))"])
      #expect(
        ends.withLock { $0["corrupt"] } == ["\(ProcessEnd.notStarted(.noInterpreter("corrupt")))"]
      )
    }

    /// Launches that the rule rejects are tried anyway, so that the process layer sees the fault.
    private static func launch(_ script: String, in scratch: Scratch) -> ProcessEnd? {
      guard let log = try? scratch.log() else { return nil }
      defer { unlink(log.path) }
      let launch = Launch(executable: script, environment: [:], workingDirectory: scratch.path)
      return ScriptProcess.run(launch, output: log.descriptor, of: RunningProcesses().enter("test"))
    }

    @Test
    func
      `a task, a queue and a thread that blocks every signal all start scripts that can be ended`()
      async throws
    {
      let scratch = scratch
      let limit = Duration.milliseconds(100)
      let run: @Sendable () -> ProcessEnd? = { try? scratch.sh("sleep 999", timeLimit: limit).end }
      #expect(await Task.detached { run() }.value == .timedOut(after: limit))
      let fromQueue = await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(returning: run()) }
      }
      #expect(fromQueue == .timedOut(after: limit))
      let fromThread = await withCheckedContinuation { continuation in
        Thread {
          var all = sigset_t()
          sigfillset(&all)
          pthread_sigmask(SIG_SETMASK, &all, nil)
          continuation.resume(returning: run())
        }.start()
      }
      #expect(fromThread == .timedOut(after: limit))
    }
    #endif
  }
}
