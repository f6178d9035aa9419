import Testing

@testable import PipelineSystem

/// What git's answer means.
@Suite struct RepositoryStateTests {
  @Test func `a work tree as committed is clean`() {
    let state = RepositoryState(answer: "# branch.oid abc123\n# branch.head main\n")
    #expect(state?.commit == "abc123")
    #expect(state?.isDirty == false)
  }

  @Test(arguments: ["1 .M N... 100644 100644 100644 a b file", "? new"])
  func `a changed or an unknown file makes it dirty`(line: String) {
    let state = RepositoryState(answer: "# branch.oid abc123\n# branch.head main\n\(line)\n")
    #expect(state?.isDirty == true)
  }

  @Test(arguments: ["", "# branch.oid (initial)\n# branch.head main\n"])
  func `without a commit there is no state`(answer: String) {
    #expect(RepositoryState(answer: answer) == nil)
  }
}
