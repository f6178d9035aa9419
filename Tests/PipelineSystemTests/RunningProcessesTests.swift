import Foundation
import Synchronization
import Testing

@testable import PipelineSystem

extension SystemTests {
  /// Stops of one attempt among others.
  @Suite(.timeLimit(.minutes(1))) struct RunningProcessesTests {
    let scratch: Scratch
    let live = RunningProcesses()

    init() throws {
      scratch = try Scratch()
    }

    /// Runs `exit 0` as a script of an attempt.
    private func run(_ attempt: RunningAttempt) throws -> ProcessEnd {
      let log = try scratch.log()
      let launch = Launch(
        executable: "/bin/sh",
        arguments: ["-c", "exit 0"],
        environment: [:],
        workingDirectory: scratch.path
      )
      return ScriptProcess.run(launch, output: log.descriptor, of: attempt)
    }

    @Test(arguments: [false, true])
    func `a stop of one attempt ends only its own script`(atOnce: Bool) throws {
      let first = try Background(scratch, ": >a; exec sleep 999", ready: "a", among: live, key: "a")
      let text = ": >b; until [ -e go ]; do sleep 0.01; done"
      let second = try Background(scratch, text, ready: "b", among: live, key: "b")
      live.stop(.attempt("a"), atOnce: atOnce)
      #expect(first.end() == .stopped)
      #expect(live.leaders.count == 1)
      try scratch.write("go", "")
      #expect(second.end() == .exited(0))
    }

    @Test func `a second stop of one attempt kills immediately`() throws {
      let text = "trap ': >got' TERM; : >ready; while :; do sleep 0.01; done"
      let script = try Background(scratch, text, grace: .seconds(3600), among: live, key: "a")
      live.stop(.attempt("a"), atOnce: false)
      #expect(eventually { FileManager.default.fileExists(atPath: scratch.file("got")) })
      live.stop(.attempt("b"), atOnce: true)
      live.stop(.attempt("a"), atOnce: true)
      #expect(script.end() == .stopped)
    }

    @Test func `a stop before the first script or between two scripts stays in effect`() throws {
      let (first, second, other) = (live.enter("a"), live.enter("b"), live.enter("c"))
      live.stop(.attempt("a"), atOnce: false)
      #expect(try run(first) == .stopped)
      #expect(try run(second) == .exited(0))
      live.stop(.attempt("b"), atOnce: false)
      #expect(try run(second) == .stopped)
      #expect(try run(other) == .exited(0))
    }

    @Test func `a stop never becomes less urgent, and ends with its attempt`() {
      let attempt = live.enter("a")
      live.stop(.attempt("a"), atOnce: true)
      live.stop(.attempt("a"), atOnce: false)
      #expect(attempt.stop == .atOnce)
      attempt.leave()
      live.stop(.attempt("a"), atOnce: true)
      #expect(live.enter("a").stop == .none)
      live.stop(.all, atOnce: false)
      #expect(live.enter("b").stop == .inOrder)
    }

    @Test func `a stop rings a bell that was taken before it, but not the next one`() {
      let attempt = live.enter("a")
      let bell = attempt.bell
      live.stop(.attempt("b"), atOnce: false)
      #expect(bell.isRung)
      #expect(!attempt.bell.isRung)
    }

    @Test func `two executors do not stop or suspend each other's scripts`() throws {
      let others = RunningProcesses()
      let text = ": >ready; while [ ! -e go ]; do :; done"
      let script = try Background(scratch, text, among: live, key: "a")
      others.suspend()
      others.stop(.all, atOnce: true)
      others.stop(.attempt("a"), atOnce: true)
      #expect(others.leaders.isEmpty)
      try scratch.write("go", "")
      #expect(script.end() == .exited(0))
    }

    #if os(Linux)
    /// In a separate process, because descriptors and threads belong to the whole process.
    @Test func `consecutive executors leave no thread and no descriptor behind`() async {
      await #expect(processExitsWith: .success) {
        let tests = try RunningProcessesTests()
        tests.useExecutor()
        let before = (tests.count("/proc/self/fd"), tests.count("/proc/self/task"))
        for _ in 0..<20 { tests.useExecutor() }
        #expect(eventually { tests.count("/proc/self/fd") <= before.0 }, "descriptors")
        #expect(eventually { tests.count("/proc/self/task") <= before.1 }, "threads")
        // The end of a script removes the children that Foundation has reaped since.
        #expect(OwnChildren.table.withLock { $0.children.count } <= 6)
      }
    }

    private func count(_ folder: String) -> Int {
      (try? FileManager.default.contentsOfDirectory(atPath: folder))?.count ?? -1
    }

    /// Runs four scripts in parallel on an executor's threads, and stops another one.
    private func useExecutor() {
      let (live, threads) = (RunningProcesses(), WorkerThreads())
      let done = DispatchSemaphore(value: 0)
      let ends = Mutex<[ProcessEnd?]>([])
      for number in 0..<4 {
        let attempt = live.enter("\(number)")
        if number == 3 { live.stop(.attempt("3"), atOnce: false) }
        try? threads.run {
          try? run(attempt)
        } then: { end in
          attempt.leave()
          ends.withLock { $0.append(end) }
          done.signal()
        }
      }
      for _ in 0..<4 { done.wait() }
      #expect(ends.withLock { $0.count { $0 == .exited(0) } } == 3)
      #expect(ends.withLock { $0.count { $0 == .stopped } } == 1)
    }
    #endif
  }
}
