package import PipelinePlanning
import PipelineSystem

extension ManifestLocation {
  /// Finds the manifest by the options of the command line.
  ///
  /// - Parameters:
  ///   - currentFolder: The absolute path of the folder in which the tool was started.
  ///   - directory: The value of `-C`; nil if it was not given.
  ///   - manifest: The value of `--manifest`; nil if it was not given.
  /// - Returns: The location of the manifest, which may still turn out to be unreadable.
  /// - Throws: `notFound`, `noRoot`, `missing` or `unsupported`.
  package static func find(
    from currentFolder: String,
    directory: String? = nil,
    manifest: String? = nil
  ) throws(ManifestFault) -> ManifestLocation {
    var root: String?
    if let directory {
      root = ManifestFile.canonicalFolder(absolute(directory, in: currentFolder))
      guard root != nil else { throw .noRoot(path: directory) }
    }
    guard let manifest else {
      return try search(from: currentFolder, root: root, exists: ManifestFile.exists)
    }
    let path = Path(absolute(manifest, in: currentFolder))
    guard let folder = ManifestFile.canonicalFolder((path.parent ?? path).text) else {
      throw .missing(path: manifest)
    }
    return try named(
      Path(folder).appending(path.name).text,
      shown: manifest,
      root: root,
      exists: ManifestFile.exists
    )
  }

  /// Finds the manifest if no option names it.
  ///
  /// The nearest folder with a manifest wins. In a folder, `Pipeline.swift` comes before `pipeline.json`,
  /// and both come before those in its `stages/`.
  ///
  /// - Parameters:
  ///   - folder: The absolute path of the folder in which the search begins.
  ///   - root: The root; if it is given, the search does not continue in parent folders.
  ///   - exists: Whether something exists at a path.
  /// - Returns: The manifest and its root.
  /// - Throws: `notFound`.
  package static func search(
    from folder: String,
    root: String?,
    exists: (String) -> Bool
  ) throws(ManifestFault) -> ManifestLocation {
    let folders = root.map { [Path($0)] } ?? Array(sequence(first: Path(folder), next: \.parent))
    for folder in folders {
      for place in [folder, folder.appending("stages".utf8)] {
        for (name, form) in [("Pipeline.swift", Form.swift), ("pipeline.json", .json)] {
          let path = place.appending(name.utf8).text
          guard exists(path) else { continue }
          return ManifestLocation(root: root ?? self.root(ofFolder: place), path: path, form: form)
        }
      }
    }
    throw .notFound(lookedIn: folders.map(\.text))
  }

  /// Returns the location of the file that `--manifest` names.
  ///
  /// - Parameters:
  ///   - path: The absolute path of the file.
  ///   - shown: The path as the user typed it.
  ///   - root: The root, if it is given.
  ///   - exists: Whether something exists at a path.
  /// - Returns: The manifest and its root.
  /// - Throws: `missing` or `unsupported`.
  package static func named(
    _ path: String,
    shown: String,
    root: String?,
    exists: (String) -> Bool
  ) throws(ManifestFault) -> ManifestLocation {
    guard exists(path) else { throw .missing(path: shown) }
    let form: Form
    if path.hasSuffix(".swift") {
      form = .swift
    } else if path.hasSuffix(".json") {
      form = .json
    } else {
      throw .unsupported(path: shown)
    }
    let root = root ?? self.root(ofFolder: Path(path).parent ?? Path(path))
    return ManifestLocation(root: root, path: path, form: form)
  }

  /// Returns the default root for a manifest's folder: the parent if the folder is called `stages`.
  private static func root(ofFolder folder: Path) -> String {
    (folder.name.elementsEqual("stages".utf8) ? folder.parent ?? folder : folder).text
  }

  private static func absolute(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") ? path : Path(folder).appending(path.utf8).text
  }
}
