import Foundation
import Testing

@testable import PipelineSystem

/// The limits of a process, as read from the system's files.
struct MachineTests {
  static func group(
    _ groups: String,
    mounts: String,
    files: [String: String]
  ) -> ControlGroup? {
    ControlGroup(groups: Array(groups.utf8), mounts: Array(mounts.utf8)) {
      Array((files[$0] ?? "").utf8)
    }
  }

  static let second = "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw\n"

  @Test func `the lowest limit of a group and its parents applies in version 2`() throws {
    let group = try #require(
      Self.group(
        "0::/user/app\n",
        mounts: Self.second,
        files: [
          "/sys/fs/cgroup/user/app/cpu.max": "max 100000\n",
          "/sys/fs/cgroup/user/cpu.max": "150000 100000\n",
          "/sys/fs/cgroup/user/app/memory.max": "8000\n",
          "/sys/fs/cgroup/user/app/memory.current": "5000\n",
          "/sys/fs/cgroup/user/app/memory.stat": "anon 1\ninactive_file 1500\nactive_file 9\n",
          "/sys/fs/cgroup/user/memory.max": "9000\n",
          "/sys/fs/cgroup/user/memory.current": "8999\n",
          "/sys/fs/cgroup/memory.max": "max\n",
          "/sys/fs/cgroup/memory.current": "1\n",
        ]
      )
    )
    #expect(group.cores == 1.5)
    #expect(group.memoryLimit == 8000)
    #expect(group.freeMemory == 1)
  }

  @Test func `each kind of control has its own group in version 1`() throws {
    let group = try #require(
      Self.group(
        "4:memory:/job\n3:cpu,cpuacct:/slice\n1:name=systemd:/\n0::/\n",
        mounts: """
          33 31 0:30 / /sys/fs/cgroup/cpu rw shared:3 - cgroup cgroup rw,cpu,cpuacct
          34 31 0:31 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
          31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755
          """,
        files: [
          "/sys/fs/cgroup/cpu/slice/cpu.cfs_quota_us": "50000\n",
          "/sys/fs/cgroup/cpu/slice/cpu.cfs_period_us": "100000\n",
          "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
          "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
          "/sys/fs/cgroup/memory/job/memory.limit_in_bytes": "1000000\n",
          "/sys/fs/cgroup/memory/job/memory.usage_in_bytes": "900000\n",
          "/sys/fs/cgroup/memory/job/memory.stat": "inactive_file 1\ntotal_inactive_file 400000\n",
          "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
          "/sys/fs/cgroup/memory/memory.usage_in_bytes": "1\n",
        ]
      )
    )
    #expect(group.cores == 0.5)
    #expect(group.memoryLimit == 1_000_000)
    #expect(group.freeMemory == 500_000)
  }

  @Test func `the runner reads only mounted groups in a container`() throws {
    let mounts = "30 23 0:26 /docker/x /sys/fs/cgroup ro - cgroup2 cgroup rw\n"
    let files = ["/sys/fs/cgroup/cpu.max": "200000 100000\n"]
    #expect(Self.group("0::/docker/x\n", mounts: mounts, files: files)?.cores == 2)
    #expect(Self.group("0::/elsewhere\n", mounts: mounts, files: files)?.cores == 2)
  }

  @Test(arguments: ["", "nonsense", "0::/\n", "max\n", "a b c d e f g - cgroup2\n"])
  func `a process without a group has no limit`(text: String) {
    #expect(Self.group(text, mounts: "", files: [:]) == nil)
    #expect(Self.group("0::/\n", mounts: text, files: [:]) == nil)
    let group = Self.group(
      "0::/\n",
      mounts: Self.second,
      files: ["/sys/fs/cgroup/cpu.max": text, "/sys/fs/cgroup/memory.max": text]
    )
    #expect(group?.cores == nil)
    #expect(group?.freeMemory == nil)
  }

  @Test func `memory is read in kilobytes`() {
    let text = Array("MemTotal:       24684096 kB\nMemFree: 1 kB\nMemAvailable:   20 kB\n".utf8)
    #expect(Machine.memoryField("MemAvailable", in: text) == 20480)
    #expect(Machine.memoryField("Mem", in: text) == nil)
    #expect(Machine.memoryField("MemAvailable", in: []) == nil)
  }

  @Test func `this machine has cores and memory`() throws {
    #expect(Machine.cores >= 1)
    #expect(Machine.cores <= ProcessInfo.processInfo.processorCount)
    let memory = try #require(Machine.memory)
    let free = try #require(Machine.freeMemory)
    #expect(memory > 1 << 26)
    #expect(free > 0 && free <= memory)
  }
}
