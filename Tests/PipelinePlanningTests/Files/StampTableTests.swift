import PipelinePlanning
import Testing

struct StampTableTests {
  private let states: [(Path, FileState)] = [
    (Path(bytes: []), .present(Stamp(kind: .folder, size: 0, modified: 0))),
    (Path("a/b"), .present(Stamp(size: 5, modified: -7))), (Path("gone"), .missing),
    (Path("/é"), .present(Stamp(kind: .special, size: 0, modified: 0))),
  ]

  @Test func `the table returns the entries that it was given`() {
    var table = StampTable()
    for (path, state) in states { table.append(path, state) }
    #expect(table.count == states.count)
    for (index, (path, state)) in states.enumerated() {
      #expect(table.path(of: index) == path && table.state(of: index) == state)
    }
    let again = StampTable(
      names: table.names,
      starts: table.starts,
      kinds: table.kinds,
      sizes: table.sizes,
      times: table.times
    )
    #expect(again == table)
  }

  @Test func `the table does not accept links and errors`() {
    #expect(!StampTable.holds(.present(Stamp(size: 1, modified: 1, link: "b"))))
    #expect(!StampTable.holds(.unreadable(SystemFault(number: 13, words: "no"))))
  }

  @Test(
    arguments: [
      ([97, 0], [1], 1), ([97], [0], 1), ([97, 0], [0, 1], 2), ([97, 0, 98, 0], [0, 0], 2),
      ([97, 0, 98, 0], [0, 4], 2), ([97, 0], [0, 2], 2), ([97, 0], [0], 2), ([97, 0], [], 0),
      ([97, 0, 98, 0], [0, -2], 2),
    ] as [([UInt8], [Int32], Int)]
  )
  func `the table rejects malformed data`(names: [UInt8], starts: [Int32], count: Int) {
    let table = StampTable(
      names: names,
      starts: starts,
      kinds: Array(repeating: 0, count: count),
      sizes: Array(repeating: 0, count: count),
      times: Array(repeating: 0, count: count)
    )
    #expect(table == nil)
  }
}
