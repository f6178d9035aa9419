internal import PipelineDescription

/// Writes places of declarations as messages show them.
struct ManifestPlace {
  /// The manifest's path as it is shown.
  var manifest: String
  /// The pipeline's files, by their numbers in places.
  var files: [String] = []

  /// The path and the line: `Pipeline.swift:31`; only the path where the line is not known.
  func text(_ place: Place) -> String {
    let number = Int(place.file)
    let path = (files.indices.contains(number) ? files[number] : manifest).printable
    return place.line > 0 ? "\(path):\(place.line)" : path
  }
}
