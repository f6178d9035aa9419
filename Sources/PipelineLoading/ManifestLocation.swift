package import PipelinePlanning
import PipelineSystem

extension ManifestLocation {
  /// Finds the manifest as the command line says.
  ///
  /// - Parameters:
  ///   - currentFolder: Where the tool was started; absolute.
  ///   - directory: What `-C` names, if it was given.
  ///   - manifest: What `--manifest` names, if it was given.
  /// - Returns: The manifest, which may still turn out to be unreadable.
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
    let (folder, name) = split(absolute(manifest, in: currentFolder))
    guard let folder = ManifestFile.canonicalFolder(folder) else { throw .missing(path: manifest) }
    return try named(
      join(folder, name),
      shown: manifest,
      root: root,
      exists: ManifestFile.exists
    )
  }

  /// The decision where nothing names the manifest: the nearest folder counts, in it `Pipeline.swift`
  /// before `pipeline.json`, and both before those in its `stages/`.
  ///
  /// - Parameters:
  ///   - folder: The folder in which to begin; absolute.
  ///   - root: The root, if it is given; then no parent is looked at.
  ///   - exists: Whether there is something at a path.
  /// - Returns: The manifest and its root.
  /// - Throws: `notFound`.
  package static func search(
    from folder: String,
    root: String?,
    exists: (String) -> Bool
  ) throws(ManifestFault) -> ManifestLocation {
    let folders = root.map { [$0] } ?? withParents(folder)
    for folder in folders {
      for place in [folder, join(folder, "stages")] {
        for (name, form) in [("Pipeline.swift", Form.swift), ("pipeline.json", .json)] {
          let path = join(place, name)
          guard exists(path) else { continue }
          return ManifestLocation(root: root ?? self.root(ofFolder: place), path: path, form: form)
        }
      }
    }
    throw .notFound(lookedIn: folders)
  }

  /// The decision where `--manifest` names the file.
  ///
  /// - Parameters:
  ///   - path: The file; absolute.
  ///   - shown: What was typed.
  ///   - root: The root, if it is given.
  ///   - exists: Whether there is something at a path.
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
    let root = root ?? self.root(ofFolder: split(path).folder)
    return ManifestLocation(root: root, path: path, form: form)
  }

  /// The root that goes with the folder of a manifest: its parent where it is called `stages`.
  private static func root(ofFolder folder: String) -> String {
    let (parent, name) = split(folder)
    return name == "stages" ? parent : folder
  }

  /// A folder and all that it lies in, the nearest first.
  private static func withParents(_ folder: String) -> [String] {
    var folders = [folder]
    while let last = folders.last, last != "/", last.hasPrefix("/") {
      folders.append(split(last).folder)
    }
    return folders
  }

  private static func absolute(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") ? path : join(folder, path)
  }

  private static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  /// The folder and the last component of an absolute path.
  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
    let folder = String(path[..<slash])
    return (folder.isEmpty ? "/" : folder, String(path[path.utf8.index(after: slash)...]))
  }
}
