import PipelinePlanning
import Testing

/// Which runs' folders go.
struct RunFolderTests {
  private func removable(_ folders: [(String, Set<String>)], kept: Set<String> = []) -> [String] {
    RunFolder.removable(folders.map { RunFolder(run: $0.0, stages: $0.1) }, kept: kept)
  }

  @Test func `the last run of each stage stays, and the last run`() {
    let folders: [(String, Set<String>)] = [
      ("2", ["a", "b"]), ("1", ["a", "b", "gone"]), ("4", []), ("3", ["a"]), ("0", ["a"]),
    ]
    #expect(removable(folders) == ["0"])
    #expect(removable(folders.filter { $0.0 != "1" }) == ["0"])
    #expect(removable([("1", ["a"]), ("2", ["a"]), ("3", ["a"])]) == ["1", "2"])
  }

  @Test func `what records or log point to stays`() {
    #expect(removable([("1", ["a"]), ("2", ["a"]), ("3", ["a"])], kept: ["1"]) == ["2"])
  }

  @Test func `nothing goes where there is one, or none`() {
    #expect(removable([]) == [])
    #expect(removable([("1", [])]) == [])
    #expect(removable([("1", []), ("2", [])]) == ["1"])
  }
}
