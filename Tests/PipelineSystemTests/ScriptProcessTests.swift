import CPipelineSystem
import Foundation
import PipelinePlanning
import Synchronization
import Testing

@testable import PipelineSystem

extension SystemTests {
  /// The end of a script, and its environment.
  @Suite(.timeLimit(.minutes(1))) struct ScriptProcessTests {
    let scratch: Scratch

    init() throws {
      scratch = try Scratch()
    }

    @Test(arguments: [
      ("exit 0", ProcessEnd.exited(0)), ("exit 7", .exited(7)), ("exit 137", .exited(137)),
      ("kill -9 $$", .signaled(9)), ("kill -TERM $$", .signaled(15)), ("exit 255", .exited(255)),
    ])
    func `the runner reports how a script ended`(text: String, end: ProcessEnd) throws {
      for _ in 0..<20 { #expect(try scratch.sh(text).end == end) }
    }

    @Test func `arguments arrive byte for byte`() throws {
      let odd = ["a b", "", "x\ny", "'\"", "$(echo x)", "`id`", "*", "-n", "é", "\\", "a=b", "%20"]
      try scratch.write(
        "args.sh",
        "#!/bin/sh\nfor a; do printf '%s\\0' \"$a\"; done\n",
        mode: 0o755
      )
      let log = try scratch.log()
      let launch = Launch(
        executable: "args.sh",
        arguments: odd,
        environment: [:],
        workingDirectory: scratch.path
      )
      let end = ScriptProcess.run(
        launch,
        output: log.descriptor,
        of: RunningProcesses().enter("test")
      )
      #expect(end == .exited(0))
      let printed = try Data(contentsOf: URL(fileURLWithPath: log.path))
      #expect(printed == Data((odd.joined(separator: "\0") + "\0").utf8))
    }

    @Test func `a script gets exactly the given environment and folder`() throws {
      let given = ["PATH": "/usr/bin:/bin", "ODD": "a\nb=c é", "EMPTY": ""]
      let result = try scratch.sh("env -0; pwd -P", environment: given)
      // A shell adds PWD and its like for its children.
      for (name, value) in given { #expect(result.printed.contains("\(name)=\(value)\0")) }
      #expect(!result.printed.contains("HOME="))
      #expect(
        result.printed.hasSuffix(scratch.path.replacingOccurrences(of: "//", with: "/") + "\n")
      )
    }

    @Test func `a script that neither prints nor computes is idle`() throws {
      let result = try scratch.sh("echo begin; sleep 999", idleLimit: .milliseconds(600))
      #expect(result.end == .idled(for: .milliseconds(600)))
      #expect(result.printed == "begin\n")
    }

    @Test(arguments: [
      // Each prints, or computes in a loop, for longer than the limit.
      "for i in 1 2 3 4 5 6; do echo $i; sleep 0.2; done",
      "end=$(($(date +%s) + 2)); while [ $(date +%s) -lt $end ]; do :; done",
    ])
    func `a script that prints or computes is not idle`(text: String) throws {
      #expect(try scratch.sh(text, idleLimit: .milliseconds(1000)).end == .exited(0))
    }

    @Test func `a script tells once that it is near its time limit`() throws {
      let count = Mutex(0)
      let result = try scratch.sh(
        "sleep 999",
        timeLimit: .milliseconds(800),
        tell: { message in if message == .nearsTimeLimit { count.withLock { $0 += 1 } } }
      )
      #expect(result.end == .timedOut(after: .milliseconds(800)))
      #expect(count.withLock { $0 } == 1)
    }

    @Test func `standard input is empty`() throws {
      let result = try scratch.sh("cat; echo done")
      #expect(result.end == .exited(0))
      #expect(result.printed == "done\n")
    }

    @Test func `a script fails immediately if it opens the terminal`() throws {
      // Without a terminal the opening fails; with a background terminal the read fails.
      let result = try scratch.sh("if read x </dev/tty; then exit 1; else exit 5; fi")
      #expect(result.end == .exited(5) || result.end == .exited(2))
    }

    @Test func `the output is complete and in order, including standard error`() throws {
      let text = """
        i=0
        while [ $i -lt 100 ]; do
          head -c 10000 /dev/zero | tr '\\0' o
          head -c 10000 /dev/zero | tr '\\0' e >&2
          i=$((i + 1))
        done
        """
      let result = try scratch.sh(text)
      let part = String(repeating: "o", count: 10000) + String(repeating: "e", count: 10000)
      #expect(result.end == .exited(0))
      #expect(result.printed == String(repeating: part, count: 100))
    }

    #if os(Linux)
    @Test func `a script has only the three standard descriptors open`() throws {
      let log = try scratch.log()
      let lock = try RunLock.acquire(
        scratch.file("lock"),
        holder: LockHolder(pid: 1, since: "", host: "", command: "")
      )
      let result = try scratch.sh("ls -l /proc/$$/fd")
      withExtendedLifetime((log, lock)) {}
      #expect(!result.printed.contains(log.path))
      #expect(!result.printed.contains("lock"))
    }

    @Test func `a script gets the signals of a shell, except the terminal's`() throws {
      var blocked = sigset_t()
      var before = sigset_t()
      sigfillset(&blocked)
      pthread_sigmask(SIG_SETMASK, &blocked, &before)
      let result = try scratch.sh("grep -E 'Sig(Blk|Ign)' /proc/self/status")
      pthread_sigmask(SIG_SETMASK, &before, nil)
      let masks = result.printed.split(separator: "\n").compactMap { line in
        UInt64(line.split(separator: "\t").last ?? "", radix: 16)
      }
      try #require(masks.count == 2)
      #expect(masks[0] == 0)
      let terminal: UInt64 = 1 << (21 - 1) | 1 << (22 - 1)
      #expect(masks[1] & terminal == terminal)
      #expect(masks[1] & (1 << (13 - 1)) == 0, "PIPE")
      #expect(masks[1] & (1 << (17 - 1)) == 0, "CHLD")
    }

    @Test func `the exit status is correct even if our parent ignored SIGCHLD`() throws {
      signal(SIGCHLD, SIG_IGN)
      pipeline_prepare_process()
      for _ in 0..<20 { #expect(try scratch.sh("exit 3").end == .exited(3)) }
    }
    #endif
  }
}
