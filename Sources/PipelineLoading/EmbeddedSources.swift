import PipelinePlanning

/// The source files of the module that manifests import; the tool contains them.
package struct EmbeddedSources: Equatable, Sendable {
  package struct File: Equatable, Sendable {
    /// The name without a folder.
    package var name: String
    package var text: String
  }

  package var module: [File]
  /// The file that is compiled together with a manifest; it sends the global `pipeline` to the tool.
  package var entry: File

  /// The sources in this tool, from the list that the build plugin `EmbedSources` generates.
  package static let ofTool: EmbeddedSources = {
    let (entries, module) = embedded.reduce(into: ([File](), [File]())) { parts, file in
      if file.name == "ManifestEntry.swift" { parts.0.append(file) } else { parts.1.append(file) }
    }
    precondition(entries.count == 1, "the plugin has embedded no entry")
    return EmbeddedSources(module: module, entry: entries[0])
  }()
}

/// A SHA-256 of a list of values, each preceded by its size, so that different lists hash different bytes.
struct Digest {
  private var hash = SHA256()

  mutating func update(_ bytes: [UInt8]) {
    hash.update(Array("\(bytes.count):".utf8))
    hash.update(bytes)
  }

  mutating func update(_ text: String) {
    update(Array(text.utf8))
  }

  mutating func update(_ texts: [String]) {
    update("\(texts.count)")
    for text in texts { update(text) }
  }

  mutating func update(_ files: [EmbeddedSources.File]) {
    for file in files {
      update(file.name)
      update(file.text)
    }
  }

  func text() -> String {
    var hash = hash
    return hash.hexDigest()
  }
}
