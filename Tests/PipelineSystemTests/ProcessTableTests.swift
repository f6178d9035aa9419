import Testing

@testable import PipelineSystem

/// The descendants of processes.
struct ProcessTableTests {
  static func entry(_ pid: Int32, below parent: Int32, start: Int64 = 0) -> ProcessEntry {
    ProcessEntry(
      identity: ProcessEntry.Identity(pid: pid, start: start),
      state: UInt8(ascii: "S"),
      parent: parent,
      group: pid
    )
  }

  @Test func `a tree contains each descendant once`() {
    // 1 → 2 → 3, 4; 3 → 5; and two that are each other's parents, which no system reports.
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

  @Test func `a process that reuses a number is not the same process`() {
    let table = ProcessTable([Self.entry(2, below: 1, start: 7)])
    #expect(table.contains(ProcessEntry.Identity(pid: 2, start: 7)))
    #expect(!table.contains(ProcessEntry.Identity(pid: 2, start: 8)))
    #expect(!table.contains(ProcessEntry.Identity(pid: 3, start: 7)))
  }

  @Test func `a process stays undecided until a table shows its end or its owner`() {
    let orphan = ProcessEntry.Identity(pid: 9, start: 50)
    var running = ChildTable()
    running.note(undecided: [orphan], in: ProcessTable([]))
    running.note(undecided: [], in: ProcessTable([], isWhole: false))
    #expect(running.undecided == [orphan])
    running.note(undecided: [], in: ProcessTable([]))
    #expect(running.undecided.isEmpty)
  }
}
