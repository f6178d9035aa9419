package import PipelinePlanning
import PipelineSystem

extension ManifestLocation {
  /// Finds the manifest by the options of the command line.
  ///
  /// `directory` is the value of `-C`, and `manifest` that of `--manifest`; each is nil if it was not given.
  /// `currentFolder` is an absolute path. The manifest may still turn out to be unreadable.
  ///
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
  /// The nearest folder with a manifest wins. In a folder, `Pipeline.swift` comes before `pipeline.json`, and
  /// both come before those in its `stages/`. Without a `root`, the search begins in the absolute path
  /// `folder` and continues in its parents. With a `root`, only the root is searched.
  ///
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
  /// `path` is absolute; `shown` is the path as the user typed it.
  ///
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

  /// Returns the default root, which is the manifest's folder, or its parent if that folder is `stages`.
  private static func root(ofFolder folder: Path) -> String {
    (folder.name.elementsEqual("stages".utf8) ? folder.parent ?? folder : folder).text
  }

  private static func absolute(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") ? path : Path(folder).appending(path.utf8).text
  }
}
