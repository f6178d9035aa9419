import Testing

@testable import PipelineSystem

/// Who descends from whom, and whose an orphan is.
struct ProcessTableTests {
  static func entry(_ pid: Int32, below parent: Int32, start: Int64 = 0) -> ProcessEntry {
    ProcessEntry(
      identity: ProcessEntry.Identity(pid: pid, start: start),
      state: UInt8(ascii: "S"),
      parent: parent,
      group: pid
    )
  }

  @Test func `a tree is everything below, once`() {
    // 1 → 2 → 3, 4; 3 → 5; and two that name each other as parents, as no system would tell.
    let table = ProcessTable([
      Self.entry(2, below: 1), Self.entry(3, below: 2), Self.entry(4, below: 2),
      Self.entry(5, below: 3), Self.entry(6, below: 1), Self.entry(7, below: 8),
      Self.entry(8, below: 7),
    ])
    #expect(table.tree(below: [2]).keys.sorted() == [2, 3, 4, 5])
    #expect(table.tree(below: [2, 3, 9]).keys.sorted() == [2, 3, 4, 5])
    #expect(table.tree(below: [7]).keys.sorted() == [7, 8])
    #expect(table.children(of: 2).map(\.pid) == [3, 4])
    #expect(table.line(above: 5) == [5, 3, 2, 1])
    #expect(table.line(above: 7) == [7, 8])
  }

  @Test func `a number that another process has got is not the same process`() {
    let table = ProcessTable([Self.entry(2, below: 1, start: 7)])
    #expect(table.contains(ProcessEntry.Identity(pid: 2, start: 7)))
    #expect(!table.contains(ProcessEntry.Identity(pid: 2, start: 8)))
    #expect(!table.contains(ProcessEntry.Identity(pid: 3, start: 7)))
  }

  /// Every mixture of what can be known of an orphan, with two scripts running.
  @Test(arguments: [false, true], [nil, "a", "b", "c"])
  func `an orphan is of whom it was seen with, then of whom its mark names, then of the only one`(
    isSeen: Bool,
    stage: String?
  ) {
    let orphan = ProcessEntry.Identity(pid: 9, start: 50)
    func mark(_ stage: String) -> ScriptMark { ScriptMark(run: "R", stage: stage, root: "/") }
    for (otherStart, otherIsEnding) in [
      (Int64?(40), false), (50, false), (60, false), (nil, false), (40, true),
    ] {
      var running = RunningScripts()
      running.add(1, RunningScripts.Script(mark: mark("a")))
      running.add(2, RunningScripts.Script(mark: mark("b")))
      if isSeen { running.note([orphan], of: 2) }
      if otherIsEnding { running.markEnding(2) }
      let owner = running.owner(
        of: orphan,
        mark: stage.map(mark),
        asking: 1,
        mayBeEarlier: false,
        starts: { $0 == 2 ? otherStart : 0 }
      )
      let couldBeOthers = !otherIsEnding && (otherStart ?? 0) <= orphan.start
      let expected: RunningScripts.Owner =
        if isSeen || stage == "b" { .script(2) } else if stage == "a" || !couldBeOthers {
          .script(1)
        } else { .undecided }
      #expect(owner == expected, "\(String(describing: otherStart)), ending: \(otherIsEnding)")
    }
  }

  @Test func `what was seen counts only until the script is over`() {
    let orphan = ProcessEntry.Identity(pid: 9, start: 50)
    var running = RunningScripts()
    running.add(1, RunningScripts.Script())
    running.add(2, RunningScripts.Script())
    running.note([orphan], of: 2)
    running.remove(2)
    func owner(_ mark: ScriptMark?, mayBeEarlier: Bool) -> RunningScripts.Owner {
      running.owner(
        of: orphan,
        mark: mark,
        asking: 1,
        mayBeEarlier: mayBeEarlier,
        starts: { _ in nil }
      )
    }
    #expect(owner(nil, mayBeEarlier: false) == .script(1))
    // A service that was there before the run may have started it.
    #expect(owner(nil, mayBeEarlier: true) == .nobody)
    #expect(owner(ScriptMark(run: "R", stage: "over", root: "/"), mayBeEarlier: true) == .script(1))
  }

  @Test func `what is undecided stays so until a table tells that it is gone, or whose it is`() {
    let orphan = ProcessEntry.Identity(pid: 9, start: 50)
    var running = RunningScripts()
    running.note(undecided: [orphan], in: ProcessTable([]))
    running.note(undecided: [], in: ProcessTable([], isWhole: false))
    #expect(running.undecided == [orphan])
    running.note(undecided: [], in: ProcessTable([]))
    #expect(running.undecided.isEmpty)
  }
}
