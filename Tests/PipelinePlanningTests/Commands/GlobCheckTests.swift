import Testing

@testable import PipelinePlanning

/// Globs with more names than a command line holds.
struct GlobCheckTests {
  let set = FileSet(
    pattern: "my d/*.csv",
    files: (0..<10).map { ObservedFile(Path("my d/\($0).csv"), .missing) }
  )

  @Test(arguments: [
    ("cat 'my d/'*.csv > o", true), ("x=1\ncat my d/*.csv", true), ("cat other/*.csv", false),
    ("for f in 'my d/'*.csv; do cat \"$f\"; done", false),
    ("printf '%s\\0' 'my d/'*.csv | xargs -0 cat", false), ("a; echo 'my d/'*.csv", false),
    ("echo a | cat - 'my d/'*.csv", true),
  ])
  func `the shell itself may have many names, a program may not`(text: String, isFound: Bool) {
    let bytes = 10 * ("my d/0.csv".utf8.count + 9)
    #expect(GlobCheck.excess(of: set, in: [text], limit: 100) == (isFound ? bytes : nil))
    #expect(GlobCheck.excess(of: set, in: [text], limit: bytes) == nil)
  }
}
