import PipelinePlanning
import Testing

/// The suggestion for a misspelt name.
struct NearestNameTests {
  /// A row of the truth table.
  struct Row: Sendable, CustomTestStringConvertible {
    let typed: String
    let names: [String]
    let expected: String?

    init(_ typed: String, _ names: [String], _ expected: String?) {
      self.typed = typed
      self.names = names
      self.expected = expected
    }

    var testDescription: String { "\(typed) → \(expected ?? "nothing")" }
  }

  static let slips = [
    Row("plott", ["clean", "plot"], "plot"),
    Row("plo", ["clean", "plot"], "plot"),
    Row("plat", ["clean", "plot"], "plot"),
    Row("lpot", ["clean", "plot"], "plot"),
    Row("aa", ["a", "b"], "a"),
    Row("extrcation", ["extraction", "enrichment"], "extraction"),
    Row("segmantatoin", ["segmentation"], "segmentation"),
    Row("timout", ["timeout", "time"], "timeout"),
    Row("dryrun", ["dry-run", "downstream"], "dry-run"),
  ]

  @Test(arguments: slips)
  func `a few typing errors still find the nearest name`(row: Row) {
    #expect(nearestName(to: row.typed, among: row.names) == row.expected)
  }

  static let strangers = [
    Row("", ["a", "plot"], nil),
    Row("plot", [], nil),
    Row("a", ["b"], nil),
    Row("ab", ["cd"], nil),
    Row("plot", ["clean", "fit"], nil),
    Row("fetch", ["match"], nil),
    Row("run", ["init"], nil),
    Row("report", ["segmentation"], nil),
    Row("abcdefghijkl", ["abcdefgh----"], nil),
    Row("plot", [""], nil),
  ]

  @Test(arguments: strangers)
  func `a name without a similar one has no nearest name`(row: Row) {
    #expect(nearestName(to: row.typed, among: row.names) == row.expected)
  }

  static let parts = [
    Row("seg", ["sag", "segmentation"], "segmentation"),
    Row("list", ["list-stages", "last"], "list-stages"),
    Row("report.md", ["data/report.md", "data/export.csv"], "data/report.md"),
    Row("port.md", ["data/report.md"], nil),
    Row("s", ["segmentation"], nil),
    Row("clean", ["clean-2021", "clean-20"], "clean-20"),
  ]

  @Test(arguments: parts)
  func `the start of a name or the end of a path finds the name`(row: Row) {
    #expect(nearestName(to: row.typed, among: row.names) == row.expected)
  }

  static let cases = [
    Row("PLOT", ["slot", "plot"], "plot"),
    Row("plot", ["Plot", "PLOT"], "Plot"),
    Row("Plots", ["plot", "Plot"], "Plot"),
    Row("a", ["A"], "A"),
  ]

  @Test(arguments: cases)
  func `a different case is no error, but the same case is nearer`(row: Row) {
    #expect(nearestName(to: row.typed, among: row.names) == row.expected)
  }

  static let ties = [
    Row("clean-2026", ["clean-2021", "clean-2025", "clean-2020"], "clean-2025"),
    Row("cat", ["hat", "cot"], "cot"),
    Row("bat", ["cat", "aat"], "aat"),
  ]

  @Test(arguments: ties)
  func `the order of the names does not matter for equally near names`(row: Row) {
    #expect(nearestName(to: row.typed, among: row.names) == row.expected)
    #expect(nearestName(to: row.typed, among: row.names.reversed()) == row.expected)
    #expect(nearestName(to: row.typed, among: Set(row.names)) == row.expected)
  }

  @Test func `each letter beyond ASCII counts as one letter`() {
    #expect(nearestName(to: "régle", among: ["règle", "regard"]) == "règle")
  }

  /// A full comparison of these names would take minutes.
  @Test(.timeLimit(.minutes(1))) func `the search compares only start and end of long names`() {
    let long = String(repeating: "x", count: 100_000)
    #expect(nearestName(to: long + "y", among: [long, long + "yz"]) == long + "yz")
  }

  @Test func `the search handles ten thousand names`() {
    let names = (0..<10_000).map { "clean-\($0)" }
    #expect(nearestName(to: "claen-4711", among: names) == "clean-4711")
  }
}
