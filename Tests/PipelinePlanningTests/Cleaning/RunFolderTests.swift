import PipelinePlanning
import Testing

/// The run folders that a clean removes.
struct RunFolderTests {
  private func removable(_ folders: [(String, Set<String>)], kept: Set<String> = []) -> [String] {
    RunFolder.removable(folders.map { RunFolder(run: $0.0, stages: $0.1) }, kept: kept)
  }

  @Test func `the clean keeps the last run of each stage and the last run of all`() {
    let folders: [(String, Set<String>)] = [
      ("2", ["a", "b"]), ("1", ["a", "b", "gone"]), ("4", []), ("3", ["a"]), ("0", ["a"]),
    ]
    #expect(removable(folders) == ["0"])
    #expect(removable(folders.filter { $0.0 != "1" }) == ["0"])
    #expect(removable([("1", ["a"]), ("2", ["a"]), ("3", ["a"])]) == ["1", "2"])
  }

  @Test func `the clean keeps a run that records or the log refer to`() {
    #expect(removable([("1", ["a"]), ("2", ["a"]), ("3", ["a"])], kept: ["1"]) == ["2"])
  }

  @Test func `the clean removes nothing if there is at most one run`() {
    #expect(removable([]) == [])
    #expect(removable([("1", [])]) == [])
    #expect(removable([("1", []), ("2", [])]) == ["1"])
  }
}
