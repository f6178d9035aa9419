import Dispatch
import PipelineSystem
import Testing

/// A value that another thread computes.
struct FutureTests {
  @Test(.timeLimit(.minutes(1)))
  func `every reader of a future waits for its value`() async throws {
    let gate = DispatchSemaphore(value: 0)
    let future = try Future {
      gate.wait()
      return 7
    }
    let others = try (0..<4).map { _ in try Future { future.value } }
    gate.signal()
    #expect(others.map(\.value) == [7, 7, 7, 7])
    #expect(future.value == 7)
  }

  @Test(.timeLimit(.minutes(1)))
  func `the first task continues while the second waits for it`() {
    let gate = DispatchSemaphore(value: 0)
    let (first, second) = TwoThreads().both {
      gate.signal()
      return 1
    } _: {
      gate.wait()
      return 2
    }
    #expect((first, second) == (1, 2))
  }
}
