import Foundation
import PipelineSystem
import Synchronization
import Testing

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The assignment of work to threads.
@Suite struct WorkerThreadsTests {
  /// The finished work, and the threads that did it.
  private final class Log: Sendable {
    private let threads = Mutex<[UInt]>([])
    let done = DispatchSemaphore(value: 0)

    func note() {
      let thread = UInt(bitPattern: pthread_self().hashValue)
      threads.withLock { $0.append(thread) }
    }

    var count: Int { threads.withLock { $0.count } }
    var distinct: Int { threads.withLock { Set($0).count } }

    func isDone(_ times: Int) -> Bool {
      (0..<times).allSatisfy { _ in done.wait(timeout: .now() + 10) == .success }
    }
  }

  private let workers = WorkerThreads()
  private let log = Log()

  /// Does one item, and at its report the next, a given number of times.
  private static func chain(_ left: Int, _ workers: WorkerThreads, _ log: Log) {
    guard left > 0 else {
      log.done.signal()
      return
    }
    try? workers.run(log.note, then: { chain(left - 1, workers, log) })
  }

  @Test func `the thread that reports also does the work that its report requests`() {
    Self.chain(100, workers, log)
    #expect(log.isDone(1))
    #expect(log.count == 100)
    #expect(log.distinct == 1)
  }

  @Test func `the number of threads matches the amount of parallel work`() throws {
    let (workers, log) = (workers, log)
    let gate = DispatchSemaphore(value: 0)
    let begun = DispatchSemaphore(value: 0)
    for _ in 0..<10 {
      for _ in 0..<3 {
        try workers.run {
          log.note()
          begun.signal()
          gate.wait()
        } then: {
          log.done.signal()
        }
      }
      for _ in 0..<3 { #expect(begun.wait(timeout: .now() + 10) == .success) }
      for _ in 0..<3 { gate.signal() }
      #expect(log.isDone(3))
    }
    #expect(log.count == 30)
    #expect(log.distinct == 3)
  }

  @Test func `all work is done when one report requests several items`() throws {
    let (workers, log) = (workers, log)
    try workers.run(log.note) {
      for _ in 0..<4 { Self.chain(25, workers, log) }
    }
    #expect(log.isDone(4))
    #expect(log.count == 101)
    #expect(log.distinct <= 4)
  }

  #if os(Linux)
  @Test func `threads end when their owner is released, busy ones after their report`() throws {
    let threads = Mutex<Set<String>>([])
    let (gate, begun, ended) = (
      DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
    )
    do {
      let workers = WorkerThreads()
      for _ in 0..<3 {
        try workers.run {
          let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
          threads.withLock { _ = $0.insert(own ?? "") }
          begun.signal()
          gate.wait()
        } then: {
          ended.signal()
        }
      }
      for _ in 0..<3 { #expect(begun.wait(timeout: .now() + 10) == .success) }
      // Two threads become idle, and one is still busy when the owner is released.
      for _ in 0..<2 { gate.signal() }
      for _ in 0..<2 { #expect(ended.wait(timeout: .now() + 10) == .success) }
    }
    let left = { threads.withLock { $0.filter { access("/proc/\($0)", F_OK) == 0 } } }
    #expect(eventually { left().count == 1 })
    gate.signal()
    #expect(eventually { left().isEmpty })
    #expect(ended.wait(timeout: .now() + 10) == .success)
  }
  #endif
}
