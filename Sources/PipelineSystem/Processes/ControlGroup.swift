/// The limits that this process's control groups and their parents set (Linux, cgroups(7)).
///
/// The kernel's `cgroup-v2.rst` describes the files; for version 1, `memory.rst` and `sched-bwc.rst` do.
struct ControlGroup: Sendable {
  /// The folders of the group and of its parents, by controller; the key is empty in version 2.
  private let folders: [String: [String]]
  private let read: @Sendable (String) -> [UInt8]

  /// Version 1 shows a missing limit as a number of at least this size; version 2 shows `max`.
  private static let boundless: Int64 = 1 << 60

  /// Nil if this process is in no control group.
  static let current: ControlGroup? = {
    #if os(Linux)
    ControlGroup(
      groups: ProcessTable.file("/proc/self/cgroup"),
      mounts: ProcessTable.file("/proc/self/mountinfo"),
      read: { ProcessTable.file($0) }
    )
    #else
    nil
    #endif
  }()

  /// Finds the folders of the groups in `/proc/self/cgroup` (lines like `4:memory:/a/b` or `0::/a/b`) and in
  /// `/proc/self/mountinfo`; nil if there are none.
  init?(groups: [UInt8], mounts: [UInt8], read: @escaping @Sendable (String) -> [UInt8]) {
    var places: [String: String] = [:]
    for line in String(decoding: groups, as: UTF8.self).split(separator: "\n") {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      let names = fields[1].split(separator: ",", omittingEmptySubsequences: false)
      for name in names { places[String(name)] = String(fields[2]) }
    }
    var folders: [String: [String]] = [:]
    for mount in String(decoding: mounts, as: UTF8.self).split(separator: "\n") {
      guard let (names, root, point) = Self.mount(mount) else { continue }
      for name in names {
        guard let place = places[name] else { continue }
        folders[name] = Self.chain(place, root: root, point: point)
      }
    }
    guard !folders.isEmpty else { return nil }
    self.folders = folders
    self.read = read
  }

  /// Parses a line `36 35 98:0 /root /point options … - type source options` into the controllers, the root
  /// and the mount point; nil for a file system of another type.
  private static func mount(_ line: Substring) -> ([String], String, String)? {
    let words = line.split(separator: " ")
    guard let dash = words.firstIndex(of: "-"), words.count > dash + 3, dash > 4 else { return nil }
    switch words[dash + 1] {
    case "cgroup2": return ([""], String(words[3]), String(words[4]))
    case "cgroup":
      let names = words[dash + 3].split(separator: ",").map(String.init)
      return (names, String(words[3]), String(words[4]))
    default: return nil
    }
  }

  /// Returns the folders of a group and its parents; a container shows only those that are mounted in it.
  private static func chain(_ place: String, root: String, point: String) -> [String] {
    var inside = Substring(place)
    if root != "/" {
      guard place == root || place.hasPrefix(root + "/") else { return [point] }
      inside = place.dropFirst(root.count)
    }
    var parts = inside.split(separator: "/")
    var folders: [String] = []
    while true {
      folders.append(([Substring(point)] + parts).joined(separator: "/"))
      if parts.popLast() == nil { return folders }
    }
  }

  /// The granted processor time as a number of cores; nil if there is no limit.
  var cores: Double? {
    let second = (folders[""] ?? []).compactMap { folder -> Double? in
      let words = self.words("\(folder)/cpu.max")
      guard words.count == 2, let quota = Int64(decimal: words[0].utf8) else { return nil }
      return Self.ratio(quota, Int64(decimal: words[1].utf8))
    }
    let first = (folders["cpu"] ?? []).compactMap { folder -> Double? in
      guard let quota = number("\(folder)/cpu.cfs_quota_us") else { return nil }
      return Self.ratio(quota, number("\(folder)/cpu.cfs_period_us"))
    }
    return (second + first).min()
  }

  private static func ratio(_ quota: Int64, _ period: Int64?) -> Double? {
    guard let period, period > 0, quota > 0 else { return nil }
    return Double(quota) / Double(period)
  }

  /// In bytes; nil if there is no limit.
  var memoryLimit: Int64? { limits.map(\.limit).min() }

  /// In bytes, including the inactive file cache; nil if there is no limit.
  var freeMemory: Int64? {
    limits.map { max(0, $0.limit - max(0, $0.used - $0.cache)) }.min()
  }

  private var limits: [(limit: Int64, used: Int64, cache: Int64)] {
    let second = (folders[""] ?? []).compactMap {
      limit(in: $0, "max", used: "current", cache: "inactive_file")
    }
    let first = (folders["memory"] ?? []).compactMap {
      limit(in: $0, "limit_in_bytes", used: "usage_in_bytes", cache: "total_inactive_file")
    }
    return second + first
  }

  private func limit(
    in folder: String,
    _ limit: String,
    used: String,
    cache field: String
  ) -> (limit: Int64, used: Int64, cache: Int64)? {
    guard let limit = number("\(folder)/memory.\(limit)"), limit < Self.boundless,
      let used = number("\(folder)/memory.\(used)")
    else { return nil }
    let lines = String(decoding: read("\(folder)/memory.stat"), as: UTF8.self).split(
      separator: "\n"
    )
    let line = lines.first { $0.hasPrefix(field + " ") }
    let cache = line.flatMap { Int64($0.dropFirst(field.count + 1)) } ?? 0
    return (limit, used, cache)
  }

  private func number(_ path: String) -> Int64? { words(path).first.flatMap { Int64($0) } }

  private func words(_ path: String) -> [Substring] {
    String(decoding: read(path), as: UTF8.self).split { $0 == " " || $0 == "\n" }
  }
}
