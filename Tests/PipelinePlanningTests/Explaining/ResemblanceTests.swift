import Testing

@testable import PipelinePlanning

/// New files that are probably a missing output.
struct ResemblanceTests {
  @Test(
    arguments: [
      ("results/Summary.csv", true), ("sub/summary.csv", true), ("results/summary.csv\r", true),
      ("results/sumary.csv", true), ("other/sumary.csv", false), ("results/other.csv", false),
      ("summary.csv ", true), ("results/other.txt", false),
    ]
  )
  func `a new file resembles an output`(found: String, isAlike: Bool) {
    #expect(Path(found).resembles(Path("results/summary.csv")) == isAlike)
  }

  @Test func `two Unicode forms of a letter are alike`() {
    #expect(Path("gr\u{F6}\u{DF}e").resembles(Path("gro\u{308}\u{DF}e")))
  }
}
