import Foundation
import Synchronization
import Testing

@testable import PipelineSystem

extension SystemTests {
  /// Time limits, stops, and the remaining processes of a group.
  @Suite(.timeLimit(.minutes(1))) struct TeardownTests {
    let scratch: Scratch

    init() throws {
      scratch = try Scratch()
    }

    func nobodyLives(in leader: Int32) -> Bool {
      !ProcessGroup(leader: leader, exitDescriptor: -1).hasLiving
    }

    @Test(arguments: [
      "sleep 999", "trap '' TERM; while :; do sleep 1; done", "kill -STOP $$",
      "trap '' TERM; kill -STOP $$; while :; do sleep 1; done",
      "(trap '' TERM; while :; do sleep 1; done) & sleep 999",
    ])
    func `the runner kills a script and its group after the time limit`(text: String) throws {
      let limit = Duration.milliseconds(100)
      var leader: Int32 = 0
      let result = try scratch.sh(text, timeLimit: limit, started: { leader = $0 })
      #expect(result.end == .timedOut(after: limit))
      #expect(nobodyLives(in: leader))
    }

    @Test func `a script can clean up in its grace period`() throws {
      let text = "trap 'echo cleaned; exit 0' TERM; while :; do sleep 0.01; done"
      let limit = Duration.milliseconds(300)
      let result = try scratch.sh(text, timeLimit: limit, grace: .seconds(20))
      #expect(result.end == .timedOut(after: limit))
      #expect(result.printed.hasSuffix("cleaned\n"))
    }

    @Test(arguments: [
      ("sleep 999 & exit 0", ProcessEnd.exited(0)), ("sleep 999 & exit 7", .exited(7)),
      ("(trap '' TERM; while :; do sleep 1; done) & exit 3", .exited(3)),
      ("sh -c 'kill -STOP $$' & exit 0", .exited(0)),
      ("sleep 999 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- & kill -9 $$", .signaled(9)),
    ])
    func `a background child neither delays the end nor outlives it`(
      text: String,
      end: ProcessEnd
    ) throws {
      var leader: Int32 = 0
      let result = try scratch.sh(text, timeLimit: .seconds(40), started: { leader = $0 })
      #expect(result.end == end)
      #expect(nobodyLives(in: leader))
    }

    @Test func `a surviving child without open files does not delay another script's end`() throws {
      let live = RunningProcesses()
      // From here on, Foundation's thread waits for this child and notices no other.
      let text = """
        exec bash -c 'exec 0<&- 1>&- 2>&-
        for i in {3..60}; do eval "exec $i>&-"; done
        : >ready; while :; do sleep 0.1; done'
        """
      let closer = try Background(scratch, text, grace: .seconds(1), among: live)
      for _ in 0..<20 { #expect(try scratch.sh("exit 6").end == .exited(6)) }
      #expect(live.leaders.count == 1)
      live.stop(.all, atOnce: true)
      #expect(closer.end() == .stopped)
    }

    @Test func `a stop ends the running scripts in order`() throws {
      let live = RunningProcesses()
      let text = "trap 'echo told >told; exit 0' TERM; : >ready; while :; do sleep 0.01; done"
      let script = try Background(scratch, text, grace: .seconds(20), among: live)
      live.stop(.all, atOnce: false)
      #expect(script.end() == .stopped)
      #expect(try scratch.read("told") == "told\n")
      #expect(live.leaders.isEmpty)
    }

    @Test func `a second stop kills immediately`() throws {
      let live = RunningProcesses()
      let text = "trap 'echo told >told' TERM; : >ready; while :; do sleep 0.01; done"
      let script = try Background(scratch, text, grace: .seconds(3600), among: live)
      live.stop(.all, atOnce: false)
      #expect(eventually { FileManager.default.fileExists(atPath: scratch.file("told")) })
      live.stop(.all, atOnce: true)
      #expect(script.end() == .stopped)
    }

    @Test(arguments: ["sleep 999 & exit 0", "sleep 999 & exit 7", "sleep 999"])
    func `the runner reports a process that survives its teardown`(text: String) throws {
      let log = try scratch.log()
      let launch = Launch(
        executable: "/bin/sh",
        arguments: ["-c", text],
        environment: ["PATH": "/usr/bin:/bin"],
        workingDirectory: scratch.path,
        timeLimit: .milliseconds(200)
      )
      var leader: Int32 = 0
      // No process of a test survives SIGKILL, so the test sends none.
      let end = ScriptProcess.run(
        launch,
        output: log.descriptor,
        of: RunningProcesses().enter("test"),
        teardown: [TeardownStep(signals: [SIGCONT], patience: .milliseconds(50))],
        started: { leader = $0 }
      )
      #expect(end == .survived)
      #expect(ProcessGroup(leader: leader, exitDescriptor: -1).send(SIGKILL))
    }

    #if os(Linux)
    @Test func `an end that other code has collected is lost, and is no start failure`() throws {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      // Foundation does not notice the end while a child process lives.
      process.arguments = ["-c", "sleep 999 & exit 7"]
      try process.run()
      var leader = Leader(process, attempts: 20)
      let group = leader.group
      #expect(waitpid(group.leader, nil, 0) == group.leader)
      #expect(leader.end() == .lost)
      group.send(SIGKILL)
      leader.close()
    }
    #endif

    @Test func `the runner starts no script after a stop`() throws {
      let live = RunningProcesses()
      live.stop(.all, atOnce: false)
      var isStarted = false
      let result = try scratch.sh("exit 0", among: live, started: { _ in isStarted = true })
      #expect(result.end == .stopped)
      #expect(!isStarted)
    }

    @Test func `the runner signals a group by its number if it has no handle`() throws {
      let live = RunningProcesses()
      let text = """
        trap : TERM
        sh -c 'trap ": >told; exit 0" TERM; : >ready; while :; do sleep 0.01; done' &
        while [ ! -e told ]; do sleep 0.01; done
        exit 9
        """
      let script = try Background(scratch, text, among: live)
      let leader = try #require(live.leaders.first)
      let group = ProcessGroup(leader: leader, exitDescriptor: -1)
      #expect(group.send(SIGTERM))
      #expect(script.end() == .exited(9))
      #expect(eventually { group.isGone })
      #expect(!group.send(SIGTERM))
      #expect(!ProcessGroup(leader: 1, exitDescriptor: -1).send(0), "never everyone")
    }

    @Test func `a stop during the start is not lost`() throws {
      let live = RunningProcesses()
      let result = try scratch.sh(
        "sleep 999",
        among: live,
        started: { _ in live.stop(.all, atOnce: false) }
      )
      #expect(result.end == .stopped)
    }

    #if os(Linux)
    @Test func `the runner suspends and resumes groups`() throws {
      let live = RunningProcesses()
      // No other program: a shell in the middle of a vfork is stopped, but in state D.
      let text = ": >ready; while [ ! -e go ]; do :; done"
      let script = try Background(scratch, text, grace: .seconds(1), among: live)
      let leader = try #require(live.leaders.first)
      live.suspend()
      #expect(eventually { state(of: leader) == "T" })
      live.resume()
      #expect(eventually { state(of: leader) != "T" })
      try scratch.write("go", "")
      #expect(script.end() == .exited(0))
    }

    @Test func `a group that starts during a suspension is suspended too`() throws {
      let live = RunningProcesses()
      live.suspend()
      let state = Mutex<Substring?>(nil)
      let result = try scratch.sh(
        "exec sleep 999",
        among: live,
        started: { leader in
          _ = eventually { self.state(of: leader) == "T" }
          state.withLock { $0 = self.state(of: leader) }
          live.stop(.all, atOnce: false)
        }
      )
      #expect(state.withLock { $0 } == "T")
      #expect(result.end == .stopped)
    }

    /// The letter of a process's state, `T` for stopped.
    func state(of pid: Int32) -> Substring? {
      (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8))?.split(separator: " ")[2]
    }
    #endif
  }
}
