import Foundation
import Synchronization
import Testing

@testable import PipelineSystem

extension SystemTests {
  /// Many at once, and what they leave behind.
  @Suite(.timeLimit(.minutes(2))) struct ManyLaunchesTests {
    let scratch: Scratch

    init() throws {
      scratch = try Scratch()
    }

    /// Runs `body` once for each number, on `threads` threads of their own.
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

    @Test func `launches on many threads at once each get their own end and output`() throws {
      let scratch = scratch
      let live = LiveProcesses()
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
    /// In a process of its own: what is counted belongs to the whole process.
    @Test func `five hundred launches, half of which cannot start, leave nothing behind`() async {
      await #expect(processExitsWith: .success) {
        try ManyLaunchesTests().launchAndCount()
      }
    }

    private func launchAndCount() throws {
      let scratch = scratch
      let search = ProgramSearch.standardPath
      try scratch.write("good", "#!/bin/sh\nexit 2\n", mode: 0o755)
      try scratch.write("bad", "#!/no/such\n", mode: 0o755)
      try scratch.write("crlf", "#!/bin/sh\r\n", mode: 0o755)
      try scratch.write("plain", "x")
      let scripts = ["good", "bad", "good", "crlf", "good", "plain", "good", "missing"]
      let round: @Sendable (Int) -> Void = { number in
        guard let log = try? scratch.log() else { return }
        let script = scripts[number % scripts.count]
        let started = try? Executable.resolve(
          script: script,
          arguments: [],
          interpreter: nil,
          root: scratch.path,
          searchPath: search
        )
        // What the rule refuses is tried nevertheless where the process layer is to see it itself.
        guard let program = started?.program ?? (script == "bad" || script == "crlf" ? nil : script)
        else { return }
        let launch = Launch(
          executable: program,
          environment: [:],
          workingDirectory: scratch.path
        )
        _ = ScriptProcess.run(launch, output: log.descriptor, among: LiveProcesses())
      }
      onThreads(4, count: 16, round)
      let descriptors = count("/proc/self/fd")
      let threads = count("/proc/self/task")
      onThreads(4, count: 500, round)
      #expect(eventually { count("/proc/self/fd") <= descriptors }, "descriptors")
      #expect(eventually { count("/proc/self/task") <= threads }, "threads")
      #expect(eventually { zombies == 0 }, "zombies")
    }
    #endif
  }
}
