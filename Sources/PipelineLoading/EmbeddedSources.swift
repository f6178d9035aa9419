import PipelinePlanning

/// The sources of the module that manifests import, which the tool carries.
package struct EmbeddedSources: Equatable, Sendable {
  /// A source file.
  package struct File: Equatable, Sendable {
    /// The name, without a folder.
    package var name: String
    package var text: String

    package init(name: String, text: String) {
      self.name = name
      self.text = text
    }
  }

  /// The files of the module.
  package var module: [File]
  /// The file that is compiled together with a manifest: it hands the global `pipeline` to the tool.
  package var entry: File

  package init(module: [File], entry: File) {
    self.module = module
    self.entry = entry
  }

  /// The sources of this tool; the build plugin `EmbedSources` makes the list of them.
  package static let ofTool: EmbeddedSources = {
    let (entries, module) = embedded.reduce(into: ([File](), [File]())) { parts, file in
      if file.name == "ManifestEntry.swift" { parts.0.append(file) } else { parts.1.append(file) }
    }
    precondition(entries.count == 1, "the plugin has embedded no entry")
    return EmbeddedSources(module: module, entry: entries[0])
  }()

  /// Adds the files of the module to a digest.
  func updateWithModule(_ digest: inout Digest) {
    for file in module {
      digest.update(file.name)
      digest.update(file.text)
    }
  }

  /// Adds all files to a digest.
  func update(_ digest: inout Digest) {
    updateWithModule(&digest)
    digest.update(entry.name)
    digest.update(entry.text)
  }
}

/// A SHA-256 over several values, so that no two lists of values have the same.
struct Digest {
  private var hash = SHA256()

  /// Adds some bytes, with their count in front.
  mutating func update(_ bytes: [UInt8]) {
    hash.update(Array("\(bytes.count):".utf8))
    hash.update(bytes)
  }

  /// Adds a text.
  mutating func update(_ text: String) {
    update(Array(text.utf8))
  }

  /// Adds a list of texts.
  mutating func update(_ texts: [String]) {
    update("\(texts.count)")
    for text in texts { update(text) }
  }

  /// The digest, in hexadecimal digits.
  func text() -> String {
    var hash = hash
    return hash.hexDigest()
  }
}
