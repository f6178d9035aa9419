/// What processes there are, at one moment; pure.
struct ProcessTable: Sendable {
  /// By number.
  private let entries: [Int32: ProcessEntry]
  /// The numbers of the children of each.
  private let children: [Int32: [Int32]]
  /// Whether it has all processes of the machine.
  let isWhole: Bool

  init(_ list: [ProcessEntry], isWhole: Bool = true) {
    self.isWhole = isWhole
    entries = Dictionary(list.map { ($0.pid, $0) }, uniquingKeysWith: { _, new in new })
    children = Dictionary(grouping: entries.values, by: \.parent).mapValues { $0.map(\.pid) }
  }

  subscript(pid: Int32) -> ProcessEntry? { entries[pid] }

  /// Whether this very process is still there.
  func contains(_ identity: ProcessEntry.Identity) -> Bool {
    entries[identity.pid]?.identity == identity
  }

  /// Whether the table knows of this process, as one that is there or as one that is gone.
  func mayTell(_ identity: ProcessEntry.Identity) -> Bool {
    isWhole || entries[identity.pid] != nil
  }

  /// The children of a process, the oldest number first.
  func children(of pid: Int32) -> [ProcessEntry] {
    (children[pid] ?? []).sorted().compactMap { entries[$0] }
  }

  /// The numbers of all.
  var numbers: some Collection<Int32> { entries.keys }

  /// A process and those that it descends from.
  func line(above pid: Int32) -> Set<Int32> {
    var line: Set<Int32> = []
    var next: Int32? = pid
    while let pid = next, line.insert(pid).inserted { next = entries[pid]?.parent }
    return line
  }

  /// All of a process group.
  func members(of group: Int32) -> [ProcessEntry] { entries.values.filter { $0.group == group } }

  /// Processes and all below them, each once, by number.
  func tree(below roots: some Sequence<Int32>) -> [Int32: ProcessEntry] {
    var found: [Int32: ProcessEntry] = [:]
    var waiting = Array(roots)
    while let pid = waiting.popLast() {
      guard found[pid] == nil, let entry = entries[pid] else { continue }
      found[pid] = entry
      waiting += children[pid] ?? []
    }
    return found
  }
}
