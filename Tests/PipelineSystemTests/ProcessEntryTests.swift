import Foundation
import Testing

@testable import PipelineSystem

/// The data that is read from the files of `/proc`.
struct ProcessEntryTests {
  static func entry(_ text: String) -> ProcessEntry? { ProcessEntry(stat: Array(text.utf8)) }

  @Test(arguments: ["python3", "a b", ") S 1 (", "x) Z 9 9", "", "\n"])
  func `the parser reads a process's line for any process name`(name: String) {
    let line = """
      4711 (\(name)) S 42 4700 4700 34816 4700 4194304 1 2 3 4 150 25 10 5 20 0 3 0 \
      998877 226545664 2560 18446744073709551615 1 1 0 0 0
      """
    let entry = ProcessEntry(
      identity: ProcessEntry.Identity(pid: 4711, start: 998_877),
      state: UInt8(ascii: "S"),
      parent: 42,
      group: 4700,
      cpu: 190,
      pages: 2560
    )
    #expect(Self.entry(line) == entry)
    #expect(Self.entry(line)?.isLiving == true)
  }

  @Test func `a zombie is not alive`() {
    let line = "5 (x) Z 1 5 5 0 -1 4 0 0 0 0 1 1 1 1 20 0 1 0 7 0 0 18446744073709551615"
    #expect(Self.entry(line)?.isLiving == false)
  }

  @Test(arguments: [
    "", "5", "5 (x", "5 (x) S", "(x) S 1 5 5 0 -1 4 0 0 0 0 1 1 1 1 20 0 1 0 7 0 0 1",
    "5 (x) S y 5 5 0 -1 4 0 0 0 0 1 1 1 1 20 0 1 0 7 0 0 1",
    "5 (x) S 1 5 5 0 -1 4 0 0 0 0 1 1 1 1 20 0 1 0 7",
  ])
  func `the parser rejects a truncated or foreign line`(line: String) {
    #expect(Self.entry(line) == nil)
  }

  @Test(arguments: [
    ("0", Int32(0)), ("17 x", 17), ("-3", -3), ("2147483647", 2_147_483_647),
    ("2147483648", nil), ("", nil), ("-", nil), ("x", nil), (" 1", nil),
  ])
  func `the parser rejects a number that is too large or incomplete`(text: String, number: Int32?) {
    #expect(Int32(decimal: Array(text.utf8)) == number)
  }

  @Test(arguments: [
    ("0.00 0.01 0.05 1/80 12345\n", Int32(12345)), ("0.00 0.00 0.00 0/0 0\n", nil), ("", nil),
    ("1 2 3 4", nil), ("1 2 3 4 5 6", nil),
  ])
  func `the fifth field is the last assigned process number`(text: String, last: Int32?) {
    #expect(NewNumbers.last(loadAverage: Array(text.utf8)) == last)
  }

  @Test(arguments: [
    (Int32(100), Int32?(103), Duration.milliseconds(5), Int32(32768), 101..<104 as Range<Int32>?),
    (100, 100, .milliseconds(5), 32768, 101..<101),
    (100, 228, .milliseconds(999), 32768, 101..<229),
    // Too many, reversed, unknown, too long ago, or so few numbers that they wrap soon.
    (100, 229, .milliseconds(5), 32768, nil), (32760, 5, .milliseconds(5), 32768, nil),
    (100, nil, .milliseconds(5), 32768, nil), (100, 103, .seconds(1), 32768, nil),
    (100, 103, .milliseconds(5), 301, nil),
  ])
  func `the new numbers are the few after a process's own`(
    pid: Int32,
    last: Int32?,
    age: Duration,
    largest: Int32,
    numbers: Range<Int32>?
  ) {
    #expect(NewNumbers.since(pid, last: last, age: age, largest: largest) == numbers)
  }

  @Test func `an environment contains a mark only if all three variables are set`() {
    let mark = ScriptMark(run: "R", stage: "a=b", root: "/r é")
    let text = "HOME=/\0PIPELINE_STAGE=a=b\0PIPELINE\0PIPELINE_ROOT=/r é\0X=\0PIPELINE_RUN=R\0"
    #expect(ScriptMark(environ: Array(text.utf8)) == mark)
    #expect(ScriptMark(environ: Array("PIPELINE_RUN=R\0PIPELINE_STAGE=a\0".utf8)) == nil)
    #expect(ScriptMark(environ: []) == nil)
  }

  #if os(Linux)
  @Test func `the entry of this process has the correct values`() throws {
    let own = try #require(ProcessTable.entry(getpid()))
    #expect(own.parent == getppid())
    #expect(own.group == getpgrp())
    #expect(own.pages > 100)
    #expect(ProcessTable.all().contains(own.identity))
    #expect(ProcessTable.all().line(above: getpid()).contains(getppid()))
    #expect(ProcessTable.entry(0) == nil)
  }
  #endif
}
