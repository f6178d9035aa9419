import Foundation
import PipelinePlanning
import Synchronization
import Testing

@testable import PipelineSystem

extension SystemTests {
  /// The lock that allows one run at a time.
  @Suite(.timeLimit(.minutes(1))) struct RunLockTests {
    let scratch: Scratch
    let holder = LockHolder(
      pid: 4711,
      since: "2026-11-20T10:00:00.123Z",
      host: "lab",
      command: "pipeline --from a\nb"
    )

    init() throws {
      scratch = try Scratch()
    }

    /// Acquires the lock.
    ///
    /// A child that another test starts at the same moment has a copy of the descriptor until its `exec`, so
    /// a lock that was just released can still be held.
    private func acquireFree(_ path: String) throws -> RunLock {
      for _ in 0..<10_000 {
        do {
          return try RunLock.acquire(path, holder: holder)
        } catch LockFault.heldBy(nil) {
          usleep(1000)
        }
      }
      return try RunLock.acquire(path, holder: holder)
    }

    @Test func `a second run learns who holds the lock`() throws {
      let path = scratch.file("lock")
      let lock = try RunLock.acquire(path, holder: holder)
      #expect(throws: LockFault.heldBy(holder)) { try RunLock.acquire(path, holder: holder) }
      withExtendedLifetime(lock) {}
    }

    @Test func `a lock ends with its value, and its file remains`() throws {
      let path = scratch.file("lock")
      for _ in 0..<3 {
        let lock = try acquireFree(path)
        #expect(try scratch.read("lock") == holder.text)
        withExtendedLifetime(lock) {}
      }
      #expect(RunLock.isFree(Array(try scratch.read("lock").utf8)))
    }

    @Test func `the text in the lock file shows whether anyone has held the lock`() throws {
      let path = scratch.file("lock")
      var texts: Set<[UInt8]> = []
      for _ in 0..<3 {
        let lock = try acquireFree(path)
        texts.insert(lock.found)
        #expect(!RunLock.isFree(Array(try scratch.read("lock").utf8)))
      }
      texts.insert(Array(try scratch.read("lock").utf8))
      #expect(texts.count == 4)
      #expect(texts.filter(RunLock.isFree).count == 3)
    }

    @Test func `the file of a killed run does not hold the lock`() throws {
      try scratch.write("lock", String(repeating: "pid 1\nsince x\nhost h\ncommand c\n", count: 50))
      let lock = try RunLock.acquire(scratch.file("lock"), holder: holder)
      #expect(try scratch.read("lock") == holder.text)
      withExtendedLifetime(lock) {}
    }

    @Test func `a script does not inherit the lock`() throws {
      let live = RunningProcesses()
      var lock: RunLock? = try RunLock.acquire(scratch.file("lock"), holder: holder)
      withExtendedLifetime(lock) {}
      let script = try Background(scratch, ": >ready; exec sleep 999", among: live)
      lock = nil
      #expect(throws: Never.self) { try RunLock.acquire(scratch.file("lock"), holder: holder) }
      live.stop(.all, atOnce: true)
      #expect(script.end() == .stopped)
    }

    @Test func `the lock rejects a link in place of its file`() throws {
      symlink("elsewhere", scratch.file("lock"))
      #expect(throws: LockFault.system(SystemFault(ELOOP))) {
        try RunLock.acquire(scratch.file("lock"), holder: holder)
      }
      #expect(throws: LockFault.system(SystemFault(ENOENT))) {
        try RunLock.acquire(scratch.file("no/lock"), holder: holder)
      }
    }

    @Test func `a waiting run gets the lock when its holder ends, and learns who held it`()
      throws
    {
      let path = scratch.file("lock")
      let lock = Mutex<RunLock?>(try RunLock.acquire(path, holder: holder))
      var told: [LockHolder?] = []
      var own = holder
      own = LockHolder(pid: 1, since: "later", host: "h", command: "c")
      let second = try RunLock.acquire(path, holder: own) { other in
        told.append(other)
        // Another thread does this while this one waits.
        Thread { lock.withLock { $0 = nil } }.start()
      }
      #expect(told == [holder])
      #expect(try scratch.read("lock") == own.text)
      withExtendedLifetime(second) {}
    }

    @Test func `a lock does not count if its file was removed meanwhile`() throws {
      let path = scratch.file("lock")
      let lock = Mutex<RunLock?>(try RunLock.acquire(path, holder: holder))
      let second = try RunLock.acquire(path, holder: holder) { _ in
        unlink(path)
        Thread { lock.withLock { $0 = nil } }.start()
      }
      // The lock applies to the existing file, not to the removed one.
      #expect(throws: LockFault.heldBy(holder)) { try RunLock.acquire(path, holder: holder) }
      withExtendedLifetime(second) {}
    }

    @Test(arguments: ["", "pid x\nsince a\nhost b\ncommand c\n", "pid 1\nsince a\nhost b", "\0\0"])
    func `an unreadable holder counts as no holder`(text: String) {
      #expect(LockHolder(text: text) == nil)
    }

    @Test func `a written holder reads back unchanged`() {
      let odd = LockHolder(pid: 1, since: "", host: "é", command: "a  b \u{1B}c\r\nd")
      #expect(LockHolder(text: odd.text) == odd)
    }
  }
}
