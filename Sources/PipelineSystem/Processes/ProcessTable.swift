internal import CPipelineSystem
internal import Foundation
internal import Synchronization

/// The machine's processes at one moment.
struct ProcessTable: Sendable {
  private let entries: [Int32: ProcessEntry]
  private let children: [Int32: [Int32]]
  /// False if only some processes were read.
  let isWhole: Bool

  init(_ list: [ProcessEntry], isWhole: Bool = true) {
    self.isWhole = isWhole
    entries = Dictionary(list.map { ($0.pid, $0) }, uniquingKeysWith: { _, new in new })
    children = Dictionary(grouping: entries.values, by: \.parent).mapValues { $0.map(\.pid) }
  }

  subscript(pid: Int32) -> ProcessEntry? { entries[pid] }

  func contains(_ identity: ProcessEntry.Identity) -> Bool {
    entries[identity.pid]?.identity == identity
  }

  /// Whether the table can tell if this process still exists.
  func mayTell(_ identity: ProcessEntry.Identity) -> Bool {
    isWhole || entries[identity.pid] != nil
  }

  /// Returns the children in the order of their ids.
  func children(of pid: Int32) -> [ProcessEntry] {
    (children[pid] ?? []).sorted().compactMap { entries[$0] }
  }

  /// The process ids in the table.
  var numbers: some Collection<Int32> { entries.keys }

  /// Returns the ids of a process and its ancestors.
  func line(above pid: Int32) -> Set<Int32> {
    var line: Set<Int32> = []
    var next: Int32? = pid
    while let pid = next, line.insert(pid).inserted { next = entries[pid]?.parent }
    return line
  }

  func members(of group: Int32) -> [ProcessEntry] { entries.values.filter { $0.group == group } }

  /// Returns the processes `roots` and all their descendants, by id.
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

  /// Whether `/proc` exists and shows the process ids that this process uses.
  static let isReadable: Bool = {
    #if os(Linux)
    var text = [CChar](repeating: 0, count: 32)
    let length = readlink("/proc/self", &text, text.count - 1)
    guard length > 0 else { return false }
    return Int32(decimal: text.prefix(length).map { UInt8(bitPattern: $0) }) == getpid()
    #else
    return false
    #endif
  }()

  /// The newest whole table; locked during a read, so that scripts that are sampled together share a table.
  private static let kept = Mutex<(table: ProcessTable, time: Duration)?>(nil)

  /// Reads all processes, or returns a table that is at most `age` old.
  static func all(notOlderThan age: Duration = .zero) -> ProcessTable {
    kept.withLock { kept in
      let now = MonotonicClock.now
      if let kept, now - kept.time < age { return kept.table }
      let table = ProcessTable(numbers().compactMap(entry))
      kept = (table, now)
      return table
    }
  }

  static func only(_ numbers: some Sequence<Int32>) -> ProcessTable {
    ProcessTable(numbers.compactMap(entry), isWhole: false)
  }

  static func entry(_ pid: Int32) -> ProcessEntry? {
    withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 1) { room in
      let length = pipeline_read_file("/proc/\(pid)/stat", room.baseAddress, Int32(room.count))
      return length > 0 ? ProcessEntry(stat: room[..<Int(length)]) : nil
    }
  }

  /// Reads a whole file of `/proc`, whose size the system does not tell beforehand; empty if unreadable.
  static func file(_ path: String, limit: Int = 1 << 22) -> [UInt8] {
    var room = 1 << 14
    while true {
      var bytes = [UInt8](repeating: 0, count: room)
      let length = Int(pipeline_read_file(path, &bytes, Int32(room)))
      if length < room || room >= limit { return Array(bytes.prefix(max(length, 0))) }
      room *= 4
    }
  }

  static func numbers() -> [Int32] {
    var room = 4096
    while true {
      var pids = [Int32](repeating: 0, count: room)
      let count = Int(pipeline_process_numbers(&pids, Int32(room)))
      if count < room { return Array(pids.prefix(max(count, 0))) }
      room *= 4
    }
  }
}

package enum ProcessVisibility {
  /// Whether the system shows the processes that this process starts.
  package static var isGiven: Bool {
    #if os(Linux)
    ProcessTable.isReadable
    #else
    true
    #endif
  }
}
