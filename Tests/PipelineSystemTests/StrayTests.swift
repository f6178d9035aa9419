#if os(Linux)
import Foundation
import PipelinePlanning
import Synchronization
import Testing

@testable import PipelineSystem

extension SystemTests {
  /// Processes that leave the group of their script; each test has a process that adopts orphans.
  @Suite(.timeLimit(.minutes(2))) struct StrayTests {
    let scratch: Scratch

    init() throws {
      scratch = try Scratch()
    }

    /// Runs in the folder and adopts orphans.
    private static func adopting() throws -> StrayTests {
      ScriptProcess.adoptOrphans()
      return try StrayTests()
    }

    /// The children of this process that no code waits for, zombies included.
    private var orphans: [Int32] {
      ProcessTable.all().children(of: getpid()).map(\.pid).filter { !OwnChildren.isAwaited($0) }
    }

    /// Whether the process that wrote its number to a file exists, even as a zombie.
    private func isThere(_ file: String) -> Bool {
      guard let text = try? scratch.read(file), let pid = Int32(decimal: Array(text.utf8)) else {
        return false
      }
      return kill(pid, 0) == 0
    }

    /// Shell text that starts a daemon with this command and waits until it has written its number.
    private func daemon(
      _ how: String = "setsid sh",
      _ body: String = "exec sleep 999",
      file: String = "pid"
    ) -> String {
      """
      printf '%s\\n' 'echo $$ >\(file).new; mv \(file).new \(file); \(body)' >\(file).sh
      \(how) \(file).sh >/dev/null 2>&1 </dev/null &
      while [ ! -e \(file) ]; do sleep 0.01; done
      """
    }

    private func mark(_ stage: String) -> [String: String] {
      [
        "PATH": "/usr/bin:/bin", "PIPELINE_RUN": "R", "PIPELINE_STAGE": stage,
        "PIPELINE_ROOT": scratch.path,
      ]
    }

    // MARK: One script

    @Test func `the runner kills and reports a process that left the group of its script`() async {
      await #expect(processExitsWith: .success) {
        let tests = try StrayTests.adopting()
        try tests.leave("setsid sh", "exec sleep 999")
        try tests.leave("setsid -f sh", "exec sleep 999")
        try tests.leave("env -i /usr/bin/setsid /bin/sh", "exec /bin/sleep 999")
        try tests.leave("setsid sh", "trap \"\" TERM; while :; do sleep 0.02; done")
        try tests.leave("setsid sh", "kill -STOP $$; sleep 999")
        try tests.leave("setsid sh", "sleep 999 & sleep 999 & wait")
      }
    }

    private func leave(_ how: String, _ body: String) throws {
      let told = Mutex<[Orphans]>([])
      let result = try scratch.sh(
        daemon(how, body) + "\nexit 3",
        tell: { message in
          if case .leftBehind(let orphans) = message { told.withLock { $0.append(orphans) } }
        }
      )
      #expect(result.end == .exited(3), "\(how) \(body)")
      #expect(told.withLock { $0.count } == 1, "\(how) \(body)")
      #expect(told.withLock { $0.allSatisfy { $0.isGone && !$0.processes.isEmpty } })
      #expect(!isThere("pid"), "\(how) \(body)")
      #expect(orphans == [], "zombies")
      unlink(scratch.file("pid"))
    }

    @Test func `the runner does not report a process that it kills with its script`() async {
      await #expect(processExitsWith: .success) {
        let tests = try StrayTests.adopting()
        let limit = Duration.milliseconds(200)
        let told = Mutex(false)
        for text in [tests.daemon() + "\nsleep 999", "setsid -w sleep 999; sleep 999"] {
          let result = try tests.scratch.sh(
            text,
            timeLimit: limit,
            tell: { if case .leftBehind = $0 { told.withLock { $0 = true } } }
          )
          #expect(result.end == .timedOut(after: limit))
        }
        #expect(!tests.isThere("pid"))
        #expect(!told.withLock { $0 })
        #expect(tests.orphans == [])
      }
    }

    @Test func `a process that cannot be killed is a fault`() async {
      await #expect(processExitsWith: .success) {
        let tests = try StrayTests.adopting()
        let log = try tests.scratch.log()
        let launch = Launch(
          executable: "/bin/sh",
          arguments: ["-c", tests.daemon()],
          environment: ["PATH": "/usr/bin:/bin"],
          workingDirectory: tests.scratch.path
        )
        let told = Mutex<Orphans?>(nil)
        // No process of a test survives SIGKILL, so the test sends none.
        let end = ScriptProcess.run(
          launch,
          output: log.descriptor,
          of: RunningProcesses().enter("test"),
          teardown: [TeardownStep(signals: [SIGCONT], patience: .milliseconds(50))],
          tell: { if case .leftBehind(let found) = $0 { told.withLock { $0 = found } } }
        )
        #expect(end == .survived)
        let found = try #require(told.withLock { $0 })
        #expect(!found.isGone)
        #expect(tests.isThere("pid"))
        for pid in found.processes { kill(pid, SIGKILL) }
      }
    }

    @Test func `the runner kills processes that start each other very fast`() async {
      await #expect(processExitsWith: .success) {
        let tests = try StrayTests.adopting()
        let text = """
          trap '' TERM
          [ "$1" -gt 0 ] && { setsid sh bomb $(($1 - 1)) & setsid sh bomb $(($1 - 1)) & }
          [ "$1" -gt 0 ] || echo x >>leaves
          while :; do setsid sleep 0.05; done
          """
        try tests.scratch.write("bomb", text)
        let start = "setsid sh bomb 5 >/dev/null 2>&1 & until [ -s leaves ]; do sleep 0.01; done"
        #expect(try tests.scratch.sh(start).end == .exited(0))
        #expect(eventually { tests.orphans == [] })
        let left = ProcessTable.all().tree(below: [getpid()])
        #expect(left.keys.sorted() == [getpid()])
      }
    }

    @Test func `the runner reaps orphans that end by themselves while the script runs`() async {
      await #expect(processExitsWith: .success) {
        let tests = try StrayTests.adopting()
        let live = RunningProcesses()
        let text = """
          i=0
          while [ $i -lt 20 ]; do sh -c 'sh -c "exit 0" & exit 0'; i=$((i + 1)); done
          : >ready; while :; do sleep 0.01; done
          """
        let script = try Background(tests.scratch, text, among: live)
        #expect(eventually { tests.orphans == [] })
        live.stop(.all, atOnce: true)
        #expect(script.end() == .stopped)
      }
    }

    // MARK: Several in parallel

    @Test func `a script does not kill orphans with another script's mark`() async {
      await #expect(processExitsWith: .success) {
        let tests = try StrayTests.adopting()
        let text = tests.daemon(file: "a") + "\n: >ready; until [ -e go ]; do sleep 0.01; done"
        let first = try Background(
          tests.scratch,
          text,
          environment: tests.mark("a"),
          among: RunningProcesses()
        )
        let other = tests.daemon(file: "b")
        #expect(try tests.scratch.sh(other, environment: tests.mark("b")).end == .exited(0))
        #expect(!tests.isThere("b"))
        #expect(tests.isThere("a"))
        try tests.scratch.write("go", "")
        #expect(first.end() == .exited(0))
        #expect(!tests.isThere("a"))
        #expect(tests.orphans == [])
      }
    }

    @Test func `a script does not kill another's orphans without a mark either`() async {
      await #expect(processExitsWith: .success) {
        let tests = try StrayTests.adopting()
        let hidden = "env -i /usr/bin/setsid /bin/sh"
        let body = "exec /bin/sleep 999"
        let text =
          tests.daemon(hidden, body, file: "a") + "\n: >ready; until [ -e go ]; do sleep 0.01; done"
        let first = try Background(tests.scratch, text, among: RunningProcesses())
        #expect(try tests.scratch.sh(tests.daemon(hidden, body, file: "b")).end == .exited(0))
        #expect(tests.isThere("a"))
        try tests.scratch.write("go", "")
        #expect(first.end() == .exited(0))
        // Processes of an unclear owner ran on until only one script was left.
        #expect(!tests.isThere("a"))
        #expect(!tests.isThere("b"))
        #expect(tests.orphans == [])
      }
    }

    @Test func `many scripts with orphans each get their own end`() async {
      await #expect(processExitsWith: .success) {
        let tests = try StrayTests.adopting()
        let wrong = Mutex<[Int]>([])
        try ManyLaunchesTests().onThreads(6, count: 48) { number in
          let text = tests.daemon(file: "d\(number)") + "\nexit \(number)"
          let end = try? tests.scratch.sh(text, environment: tests.mark("s\(number)")).end
          if end != .exited(Int32(number)) || tests.isThere("d\(number)") {
            wrong.withLock { $0.append(number) }
          }
        }
        #expect(wrong.withLock { $0 } == [])
        #expect(tests.orphans == [])
      }
    }

    @Test func `a child that Foundation has reaped since the last look is no orphan`() async {
      await #expect(processExitsWith: .success) {
        let tests = try StrayTests.adopting()
        let table = Mutex(ProcessTable([]))
        let leader = Mutex<Int32>(0)
        _ = try tests.scratch.sh(
          "until [ -e go ]; do sleep 0.01; done",
          started: { pid in
            leader.withLock { $0 = pid }
            table.withLock { $0 = .all() }
            _ = try? tests.scratch.write("go", "")
          }
        )
        #expect(eventually { !OwnChildren.isAwaited(leader.withLock { $0 }) })
        let old = table.withLock { $0 }
        #expect(old[leader.withLock { $0 }]?.parent == getpid())
        #expect(OwnChildren.orphans(in: old) == [])
      }
    }

    @Test func `the runner does not signal a process that reuses a number`() throws {
      let live = RunningProcesses()
      let script = try Background(scratch, ": >ready; exec sleep 999", among: live)
      let leader = try #require(live.leaders.first)
      let entry = try #require(ProcessTable.entry(leader))
      var other = entry.identity
      other.start -= 1
      ScriptWatch.send(SIGKILL, to: other)
      #expect(ProcessTable.entry(leader)?.isLiving == true)
      ScriptWatch.send(SIGTERM, to: entry.identity)
      #expect(script.end() == .signaled(SIGTERM))
    }
  }
}
#endif
