import Dispatch
import PipelineSystem
import Testing

/// A value that another thread computes.
struct FutureTests {
  @Test(.timeLimit(.minutes(1)))
  func `a value is waited for, by everybody who wants it`() async throws {
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
  func `of two things the first goes on while the second waits for it`() {
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
