internal import PipelineDescription

/// The paths of the values in a document, such as `stages[3].timeout`.
package struct JSONPaths {
  private let document: JSONDocument
  /// For each node, the index of its array or object, and the position in the array or the key's index.
  private var places: [(parent: Int32, position: Int32)]

  /// Visits every node, so create this only if a fault must be reported.
  package init(of document: JSONDocument) {
    self.document = document
    places = Array(repeating: (-1, 0), count: document.nodes.count)
    for node in document.nodes {
      var position: Int32 = 0
      for element in document.elements(of: node) {
        places[Int(element.index)] = (node.index, position)
        position += 1
      }
      for (key, value) in document.members(of: node) {
        places[Int(key.index)] = (node.index, key.index)
        places[Int(value.index)] = (node.index, key.index)
      }
    }
  }

  /// Returns the path of a value or a key; empty for the root.
  package func path(of node: JSONNode) -> String {
    var parts: [String] = []
    var index = Int(node.index)
    while index > 0 {
      let (parent, position) = places[index]
      if document.nodes[Int(parent)].kind == .array {
        parts.append("[\(position)]")
      } else {
        parts.append(Self.part(key: document.text(of: document.nodes[Int(position)])))
      }
      index = Int(parent)
    }
    let path = parts.reversed().joined()
    return path.hasPrefix(".") ? String(path.dropFirst()) : path
  }

  /// Returns a key as a part of a path: `.key`, or `["a key"]` if it has other characters.
  package static func part(key: String) -> String {
    let isPlain = key.utf8.allSatisfy { $0.isLetterOrDigit || "-_".utf8.contains($0) }
    if isPlain, !key.isEmpty { return ".\(key)" }
    var writer = JSONWriter()
    writer.string(key)
    return "[\(writer.text)]"
  }
}
