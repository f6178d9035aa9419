import Foundation

/// A stage of a JSON manifest, as one line of text.
struct StageText {
  var name: String
  var command: String?
  var script: String?
  var arguments: [String]
  var inputs: [String]
  var outputs: [String]
  var upstream: [String]
  var more: [String: any Sendable]

  func json() throws -> String {
    var object: [String: Any] = more
    object["name"] = name
    if let command { object["scripts"] = [["command": command]] }
    if let script { object["scripts"] = [["script": script, "arguments": arguments]] }
    for (key, list) in [("inputs", inputs), ("outputs", outputs), ("upstream", upstream)]
    where !list.isEmpty {
      object[key] = list
    }
    let data = try JSONSerialization.data(
      withJSONObject: object,
      options: [.sortedKeys, .withoutEscapingSlashes]
    )
    return String(decoding: data, as: UTF8.self)
  }
}
