import Foundation
import PipelinePlanning
import PipelineReporting
import Testing

/// The lines that earlier versions wrote.
///
/// `log-0.4.0.jsonl` is a whole log of that version. The other files hold the lines that the documentation of
/// their version shows, which are from real runs.
struct OldLogTests {
  static let versions = ["0.1.0", "0.2.0", "0.3.0", "0.4.0"]

  private static func lines(_ name: String) throws -> [String] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let file = folder.appending(path: "Logs/\(name).jsonl")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  private static func object(_ text: String) throws -> NSDictionary {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary)
  }

  @Test(arguments: versions)
  func `every old line can be read, and rewriting it loses nothing`(version: String) throws {
    let lines = try Self.lines("log-\(version)")
    #expect(lines.count > 10)
    for text in lines {
      let line = try #require(LogLine(Array(text.utf8)[...]), "\(text)")
      #expect(line.event.kind != nil, "\(text)")
      let bytes = try #require(line.bytes)
      #expect(LogLine(bytes[...]) == line, "\(text)")
      let written = try Self.object(String(decoding: bytes, as: UTF8.self))
      var missing = Self.missing(from: written, that: try Self.object(text))
      // Some words have changed since then; the kinds and their keys have not.
      if version != "0.4.0" { missing.removeAll { $0.hasSuffix(".text") } }
      #expect(missing.isEmpty, "\(missing) of \(text)")
    }
  }

  /// The paths of keys that an old object has, and a new one lacks or has with another value.
  private static func missing(from new: Any?, that old: Any, path: String = "") -> [String] {
    switch old {
    case let old as NSDictionary:
      guard let new = new as? NSDictionary else { return [path] }
      // The old lines describe these ends incompletely, so their text is kept.
      let isPartial = ["not_started", "output_of_other_kind"].contains(old["kind"] as? String)
      // A known kind gets the text of the present version.
      let keys =
        isPartial
        ? ["kind", "text"] : old.allKeys.compactMap { $0 as? String }.filter { $0 != "text" }
      return keys.flatMap { key in
        missing(from: new[key], that: old[key] ?? NSNull(), path: "\(path).\(key)")
      }
    case let old as NSArray:
      guard let new = new as? NSArray, old.count == new.count else { return [path] }
      return old.indices.flatMap { missing(from: new[$0], that: old[$0], path: "\(path)[\($0)]") }
    default: return (new as? NSObject) == (old as? NSObject) ? [] : [path]
    }
  }

  @Test func `reasons and ends of the first version are known`() throws {
    let lines = try Self.lines("values-0.1.0")
    #expect(lines.count == 25)
    let ends: Set = ["timed_out", "inputs_missing", "output_of_other_kind", "stopped"]
    for text in lines {
      let kind = try #require(try Self.object(text)["kind"] as? String)
      let key =
        ends.contains(kind) ? #""end":\#(text)"# : #""end":{"kind":"stopped"},"reasons":[\#(text)]"#
      let whole =
        #"{"event":"attempt_finished","run":"R","attempt":{"stage":"a","number":1,\#(key)}}"#
      guard case .attemptFinished(let attempt) = LogLine(Array(whole.utf8)[...])?.event else {
        Issue.record("not read: \(text)")
        continue
      }
      if ends.contains(kind) {
        // The text is kept if the old line describes an end incompletely.
        if case .other(_, let kept) = attempt.end {
          #expect(kept == (try Self.object(text)["text"] as? String))
        }
      } else {
        let reason = try #require(attempt.reasons.first)
        if case .other = reason { Issue.record("not known: \(text)") }
      }
    }
  }
}

extension NSArray {
  fileprivate var indices: Range<Int> { 0..<count }
}
