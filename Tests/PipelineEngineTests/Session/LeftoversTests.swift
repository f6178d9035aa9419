import PipelinePlanning
import PipelineSystem
import PipelineTestSupport
import Testing

@testable import PipelineEngine

struct LeftoversTests {
  @Test func `a temporary file ends in a process id and new`() {
    for name in [".gitignore.12.new", "state.1.new", "a.json.99999.new"] {
      #expect(Leftovers.isTemporary(Array(name.utf8)), "\(name)")
    }
    for name in ["state", "state.new", ".new", "12.new", "state.x1.new", "state..new", "a.1.new.b"]
    {
      #expect(!Leftovers.isTemporary(Array(name.utf8)), "\(name)")
    }
  }
}
