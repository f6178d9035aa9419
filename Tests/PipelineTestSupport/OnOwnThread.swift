internal import PipelineSystem

/// Does on a thread of its own what blocks, as a run does: the tests' tasks share very few.
package func onOwnThread<Value>(
  _ body: @escaping @Sendable () throws -> sending Value
) async throws -> sending Value {
  try await withCheckedThrowingContinuation { continuation in
    do {
      try OwnThread.start {
        do {
          continuation.resume(returning: try body())
        } catch {
          continuation.resume(throwing: error)
        }
      }
    } catch {
      continuation.resume(throwing: error)
    }
  }
}
