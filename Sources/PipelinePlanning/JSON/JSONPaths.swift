internal import PipelineDescription

/// Says where in a document a value stands: `stages[3].timeout`.
package struct JSONPaths {
  private let document: JSONDocument
  /// For each node, the array or object it lies in, and its place there.
  private var places: [(parent: Int32, position: Int32)]

  /// Takes note of every place; worth it only once something is wrong.
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

  /// The path of a value, or of a key; empty for the whole document.
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

  /// The part of a path that a key makes.
  package static func part(key: String) -> String {
    let isPlain = key.utf8.allSatisfy { $0.isLetterOrDigit || "-_".utf8.contains($0) }
    if isPlain, !key.isEmpty { return ".\(key)" }
    var writer = JSONWriter()
    writer.string(key)
    return "[\(writer.text)]"
  }
}
