// The static standard library of a release build has no Testing.
#if canImport(Testing)
import Foundation
import Synchronization
public import Testing

/// Compares a text with the one that was recorded for the running test.
///
/// The recorded texts of `Tests/X/YTests.swift` are in `Tests/X/Recorded/YTests.txt`. `RECORD=1 swift test`
/// writes them again; the difference is seen in review.
///
/// - Parameters:
///   - text: The text. The end of its last line may be missing.
///   - label: Tells the texts of one test apart.
///   - file: The file of the test. Leave it out: the compiler fills it in.
///   - sourceLocation: The place of the comparison. Leave it out, too.
public func expectRecorded(
  _ text: String,
  _ label: String = "",
  file: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let test = Test.current else {
    Issue.record("no test is running in this task", sourceLocation: sourceLocation)
    return
  }
  let entry = RecordedFile.Entry(
    test: test.name.prefix { $0 != "(" }.replacingOccurrences(of: "`", with: ""),
    label: label.unicodeScalars.map { $0.value < 32 ? $0.escaped(asASCII: true) : "\($0)" }
      .joined(),
    text: text.isEmpty || text.hasSuffix("\n") ? text : "\(text)\n"
  )
  let problem = recorder.withLock { $0.problem(with: entry, testFile: file) }
  if let problem { Issue.record("\(problem)", sourceLocation: sourceLocation) }
}

private let recorder = Mutex(Recorder())

/// Reads and writes the recorded files.
private struct Recorder {
  private let isRecording = ProcessInfo.processInfo.environment["RECORD"] != nil
  private var files: [String: RecordedFile] = [:]
  /// The labels seen in this process, by file and test.
  private var seen: [String: Set<String>] = [:]

  /// Compares an entry with the recorded one, or records it.
  ///
  /// - Returns: The lines that differ; nil if there are none.
  mutating func problem(with entry: RecordedFile.Entry, testFile: String) -> String? {
    let source = URL(fileURLWithPath: testFile)
    let folder = source.deletingLastPathComponent().appendingPathComponent("Recorded")
    let name = source.deletingPathExtension().lastPathComponent
    let url = folder.appendingPathComponent("\(name).txt")
    var file =
      files[name] ?? RecordedFile(parsing: (try? String(contentsOf: url, encoding: .utf8)) ?? "")
    defer { files[url.path] = file }
    let isFirst = seen["\(url.path) \(entry.test)", default: []].insert(entry.label).inserted
    let recorded = file.text(test: entry.test, label: entry.label)
    if recorded == entry.text { return nil }
    guard isRecording, isFirst else { return Self.difference(from: recorded ?? "", to: entry.text) }
    do {
      file.record(entry)
      file.arrange(by: try String(contentsOf: source, encoding: .utf8))
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(file.text.utf8).write(to: url)
      return nil
    } catch {
      return "cannot record: \(error)"
    }
  }

  /// Returns the lines that only one of two texts has, with `-` and `+`.
  private static func difference(from old: String, to new: String) -> String {
    let (old, new) = (old.components(separatedBy: "\n"), new.components(separatedBy: "\n"))
    let difference = new.difference(from: old)
    let removed = difference.removals.map { change in
      guard case .remove(_, let line, _) = change else { return "" }
      return "- \(line)"
    }
    let inserted = difference.insertions.map { change in
      guard case .insert(_, let line, _) = change else { return "" }
      return "+ \(line)"
    }
    return (removed + inserted + ["`RECORD=1 swift test` records the new text"])
      .joined(separator: "\n")
  }
}
#endif
