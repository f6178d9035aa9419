package import PipelinePlanning
import PipelineSystem

extension ManifestLocation {
  /// Finds the manifest by the options `-C` (`directory`) and `--manifest`, which are nil if not given.
  ///
  /// `currentFolder` is an absolute path. This function does not check that the manifest is readable.
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
  /// Without `root`, searches the absolute path `folder`, then its parents, up to the first manifest. With
  /// `root`, searches only the root. In each folder, `Pipeline.swift` takes precedence over `pipeline.json`,
  /// and both take precedence over the same files in the subfolder `stages`.
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

  /// Returns the location of the manifest at the absolute path `path`, which the user typed as `shown`.
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
