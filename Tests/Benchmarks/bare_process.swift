// Starts each line of `commands.txt` with `Foundation.Process` and waits for it, on as many threads as it is told,
// and does nothing else.

import Foundation

let jobs = Int(CommandLine.arguments[1]) ?? 1
let lines = try String(contentsOfFile: "commands.txt", encoding: .utf8).split(separator: "\n")
let lock = NSLock()
nonisolated(unsafe) var next = 0

@Sendable func takeLine() -> String? {
  lock.withLock {
    defer { next += 1 }
    return next < lines.count ? String(lines[next]) : nil
  }
}

let group = DispatchGroup()
for _ in 0..<jobs {
  group.enter()
  Thread.detachNewThread {
    while let line = takeLine() {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", line]
      process.standardInput = FileHandle.nullDevice
      do {
        try process.run()
      } catch {
        exit(1)
      }
      process.waitUntilExit()
    }
    group.leave()
  }
}
group.wait()
