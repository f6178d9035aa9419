import Foundation
import Testing

/// The files that a run has left in the root.
extension Project {
  /// Returns the complete lines of the log, each as an object.
  func log() throws -> [[String: Any]] {
    guard exists(".pipeline/log.jsonl") else { return [] }
    let text = try read(".pipeline/log.jsonl")
    return try text.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
      return try #require(object as? [String: Any])
    }
  }

  /// Returns the lines of one event.
  func log(_ event: String) throws -> [[String: Any]] {
    try log().filter { $0["event"] as? String == event }
  }

  /// Returns the ends of the attempts in the words of the log, such as `exit 2`.
  func ends() throws -> [String] {
    try log("attempt_finished").compactMap { line in
      let end = (line["attempt"] as? [String: Any])?["end"] as? [String: Any]
      return end?["text"] as? String
    }
  }

  /// Checks that every complete line parses.
  ///
  /// Only lines of finished stages may have the keys that other programs read.
  func checkLog(_ sourceLocation: SourceLocation = #_sourceLocation) {
    guard let bytes = FileManager.default.contents(atPath: path(".pipeline/log.jsonl")) else {
      return
    }
    let keys: Set = ["stage", "timestamp", "duration_seconds", "success"]
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let object = try? JSONSerialization.jsonObject(with: line) as? [String: Any] else {
        if toleratesCutLines { continue }
        Issue.record(
          "no JSON: \(String(decoding: line, as: UTF8.self))",
          sourceLocation: sourceLocation
        )
        continue
      }
      let isStage = object["event"] as? String == "stage_finished"
      #expect(
        keys.intersection(object.keys).count == (isStage ? 4 : 0),
        "\(object)",
        sourceLocation: sourceLocation
      )
    }
  }

  /// Returns the kind, the bytes and the time of every file in the root.
  func snapshot() throws -> [String: String] {
    var entries: [String: String] = [:]
    let names = try FileManager.default.subpathsOfDirectory(atPath: root)
    for name in names + ["."] {
      var status = stat()
      try #require(lstat(path(name), &status) == 0)
      let isFile = status.st_mode & S_IFMT == S_IFREG
      let time = "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
      let text = isFile ? try Data(contentsOf: URL(fileURLWithPath: path(name))) : Data()
      entries[name] = "\(status.st_mode) \(time) \(text.base64EncodedString())"
    }
    return entries
  }

  /// Runs the tool and checks that it changed nothing in the root.
  func runUntouched(sourceLocation: SourceLocation = #_sourceLocation) throws -> Outcome {
    let before = try snapshot()
    let outcome = try run(sourceLocation: sourceLocation)
    #expect(try snapshot() == before, sourceLocation: sourceLocation)
    return outcome
  }
}
