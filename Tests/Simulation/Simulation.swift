import Foundation
import PipelineSystem
import Synchronization

/// `simulate`: plays histories, and prints what goes wrong with the command that replays it.
enum Simulation {
  /// What was asked for.
  private struct Options {
    var histories = 1_000
    var first: UInt64 = 1
    var seconds: Double?
    var threads = 2
    var seed: UInt64?
    var isPrintingDigests = false
    var isStopping = false
  }

  private static let usage = """
    simulate [--histories N] [--from SEED] [--seconds N] [--threads N] [--stop] [--digests]
    simulate --seed SEED
    """

  static func main() {
    guard let options = options(CommandLine.arguments.dropFirst()) else {
      print(usage)
      exit(2)
    }
    if let seed = options.seed { replay(seed) }
    play(options)
  }

  private static func options(_ arguments: ArraySlice<String>) -> Options? {
    var options = Options()
    var rest = arguments
    while let word = rest.popFirst() {
      if word == "--digests" || word == "--stop" {
        if word == "--stop" { options.isStopping = true } else { options.isPrintingDigests = true }
        continue
      }
      guard let value = rest.popFirst().flatMap({ UInt64($0) }) else { return nil }
      switch word {
      case "--histories": options.histories = Int(value)
      case "--from": options.first = value
      case "--seconds": options.seconds = Double(value)
      case "--threads": options.threads = max(1, Int(value))
      case "--seed": options.seed = value
      default: return nil
      }
    }
    return options
  }

  /// Plays one history and prints all its steps.
  private static func replay(_ seed: UInt64) -> Never {
    let result = History.play(seed: seed, isTelling: true)
    for line in result.story { print(line) }
    print("digest \(String(result.digest, radix: 16))")
    print(result.failures.isEmpty ? "✓ seed \(seed)" : "✗ seed \(seed): \(result.failures[0])")
    exit(result.failures.isEmpty ? 0 : 1)
  }

  /// What all histories together have come to.
  private struct Tally {
    var next: UInt64
    var played = 0
    var runs = 0
    var starts = 0
    var judged = 0
    var needless = 0
    var failed: [HistoryResult] = []
    /// A sum, so that it does not depend on who ends first.
    var digest: UInt64 = 0

    mutating func add(_ result: HistoryResult) {
      played += 1
      runs += result.runs
      starts += result.starts
      judged += result.judged
      needless += result.needless
      digest &+= result.digest &* (2 &* result.seed &+ 1)
      if !result.failures.isEmpty { failed.append(result) }
    }
  }

  private static func play(_ options: Options) -> Never {
    let begin = ContinuousClock.now
    let tally = Mutex(Tally(next: options.first))
    let done = DispatchSemaphore(value: 0)
    let end = options.first + UInt64(options.histories)
    let work: @Sendable () -> Void = {
      while true {
        let isLate = options.seconds.map { begin.duration(to: .now) > .seconds($0) }
        let seed = tally.withLock { tally -> UInt64? in
          // With a number of seconds the histories only end with them.
          if isLate ?? (tally.next >= end) { return nil }
          if options.isStopping, !tally.failed.isEmpty { return nil }
          defer { tally.next += 1 }
          return tally.next
        }
        guard let seed else { break }
        let result = History.play(seed: seed)
        tally.withLock { tally in
          tally.add(result)
          if options.isPrintingDigests { print("\(seed) \(String(result.digest, radix: 16))") }
          if let failure = result.failures.first, tally.failed.count <= 10 {
            print(
              "✗ seed \(seed): \(failure)\n  again: swift run -c release simulate --seed \(seed)"
            )
          }
        }
      }
      done.signal()
    }
    for _ in 0..<options.threads {
      let thread = Thread(block: work)
      thread.stackSize = 8 << 20
      thread.start()
    }
    for _ in 0..<options.threads { done.wait() }
    let result = tally.withLock { $0 }
    let (seconds, attoseconds) = begin.duration(to: .now).components
    let time = Double(seconds) + Double(attoseconds) / 1e18
    print(
      """
      \(result.played) histories from seed \(options.first), \(result.runs) runs, \(result.starts) scripts, \
      \(String(format: "%.1f", time)) s
      \(result.judged) starts were judged, \(result.needless) of them needless
      digest \(String(result.digest, radix: 16))
      \(result.failed.isEmpty ? "✓ none failed" : "✗ \(result.failed.count) failed")
      """
    )
    exit(result.failed.isEmpty ? 0 : 1)
  }
}
