/// Where in the manifest something is declared.
struct ManifestPlace {
  /// The manifest's path as it is shown.
  var manifest: String

  /// The path and the line: `Pipeline.swift:31`; only the path where the line is not known.
  func text(_ line: Int) -> String {
    line > 0 ? "\(manifest.printable):\(line)" : manifest.printable
  }
}
