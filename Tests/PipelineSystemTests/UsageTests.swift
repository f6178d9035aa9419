#if os(Linux)
import Foundation
import PipelinePlanning
import Synchronization
import Testing

@testable import PipelineSystem

extension SystemTests {
  /// The resources that a script uses.
  @Suite(.timeLimit(.minutes(2))) struct UsageTests {
    let scratch: Scratch

    init() throws {
      scratch = try Scratch()
    }

    @Test func `the runner reports the current memory of all processes, and the peak at the end`()
      throws
    {
      let scratch = scratch
      let usage = Mutex(ResourceUsage())
      // Two processes of 100 MB each, one of them in the background.
      let program = """
        import os, time
        held = b"x" * 100_000_000
        while not os.path.exists("seen"): time.sleep(0.01)
        """
      try scratch.write("hold.py", program)
      let result = try scratch.sh(
        "python3 hold.py & python3 hold.py; wait",
        timeLimit: .seconds(60),
        tell: { message in
          switch message {
          case .holdsMemory(let bytes) where bytes > 200_000_000:
            _ = try? scratch.write("seen", "")
          case .used(let used): usage.withLock { $0 = used }
          case .holdsMemory, .leftBehind, .nearsTimeLimit: break
          }
        }
      )
      #expect(result.end == .exited(0))
      let peak = try #require(usage.withLock { $0.peakMemory })
      #expect(peak > 200_000_000 && peak < 300_000_000)
    }

    @Test func `the processor time includes child processes`() throws {
      let usage = Mutex(ResourceUsage())
      let spin = "import time\nwhile time.process_time() < 0.4: pass"
      try scratch.write("spin.py", spin)
      let result = try scratch.sh(
        "python3 spin.py; python3 spin.py",
        tell: { if case .used(let used) = $0 { usage.withLock { $0 = used } } }
      )
      #expect(result.end == .exited(0))
      let cpu = try #require(usage.withLock { $0.cpu })
      // The usage after the last sample is unknown, and a busy machine may sample late; the
      // shell itself uses almost nothing.
      #expect(cpu > 0.3 && cpu < 1.5)
    }

    @Test func `the usage of consecutive scripts is the highest peak and the sum of the times`() {
      var usage = ResourceUsage()
      usage.add(ResourceUsage())
      #expect(usage == ResourceUsage())
      usage.add(ResourceUsage(peakMemory: 5, cpu: 1))
      usage.add(ResourceUsage(peakMemory: 3, cpu: nil))
      usage.add(ResourceUsage(peakMemory: nil, cpu: 0.5))
      #expect(usage == ResourceUsage(peakMemory: 5, cpu: 1.5))
    }
  }
}
#endif
