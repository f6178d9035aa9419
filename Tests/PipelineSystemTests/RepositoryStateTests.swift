import Testing

@testable import PipelineSystem

/// The meaning of git's answer.
@Suite struct RepositoryStateTests {
  @Test func `a work tree without changes is clean`() {
    let state = RepositoryState(answer: "# branch.oid abc123\n# branch.head main\n")
    #expect(state?.commit == "abc123")
    #expect(state?.isDirty == false)
  }

  @Test(arguments: ["1 .M N... 100644 100644 100644 a b file", "? new"])
  func `a changed or an unknown file makes the work tree dirty`(line: String) {
    let state = RepositoryState(answer: "# branch.oid abc123\n# branch.head main\n\(line)\n")
    #expect(state?.isDirty == true)
  }

  @Test(arguments: ["", "# branch.oid (initial)\n# branch.head main\n"])
  func `a repository without a commit has no state`(answer: String) {
    #expect(RepositoryState(answer: answer) == nil)
  }
}
