internal import Foundation
package import PipelinePlanning

/// A cache folder that only this user can write to; the name of each entry depends on its inputs.
package struct CacheFolder: Sendable {
  package let path: String
  /// The folder itself, if it is for this process alone; removed with the last copy of this value.
  private let temporary: TemporaryFolder?

  /// Use the entries only if `isSafe` is true.
  package init(path: String) {
    self.path = path
    temporary = nil
  }

  /// Creates a folder for this process alone, in the folder `parent`, or in `/tmp` if that is nil.
  package init(temporaryIn parent: String?) throws(SystemFault) {
    let folder = try TemporaryFolder("\(parent ?? "/tmp")/pipeline-XXXXXX")
    path = folder.path
    temporary = folder
  }

  /// Whether the folder exists and no other user can write to it.
  package var isSafe: Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_uid == geteuid()
      && status.st_mode & mode_t(S_IWOTH | S_IWGRP) == 0
  }

  /// Creates the folder if it is missing; returns a reason if it cannot be used safely.
  package func prepare() -> ManifestWarning.Reason? {
    var current = ""
    for component in path.split(separator: "/") {
      current += "/\(component)"
      if mkdir(current, 0o700) != 0, errno != EEXIST, errno != EISDIR, !Self.isFolder(current) {
        return .unwritable(folder: path, reason: SystemFault.current.words)
      }
    }
    guard isSafe else { return .unsafe(folder: path) }
    guard access(path, W_OK | X_OK) == 0 else {
      return .unwritable(folder: path, reason: SystemFault.current.words)
    }
    return nil
  }

  /// An entry is a name such as `manifests/KEY`.
  package func path(of entry: String) -> String { "\(path)/\(entry)" }

  /// Whether an entry exists; if so, sets its modification time to now, at most once a day.
  package func uses(_ entry: String) -> Bool {
    var status = stat()
    guard stat(path(of: entry), &status) == 0 else { return false }
    if Self.age(of: status) > 86_400 { utimes(path(of: entry), nil) }
    return true
  }

  /// The caller builds an entry in the work folder, and then calls `keep`.
  ///
  /// Also removes the work folders of dead processes.
  package func makeWorkFolder() throws(SystemFault) -> TemporaryFolder {
    try makeFolder("work")
    for name in (try? Self.names(in: path(of: "work"))) ?? [] {
      TemporaryFolder.removeIfAbandoned(path(of: "work/\(name)"))
    }
    return try TemporaryFolder("\(path)/work/XXXXXX")
  }

  /// Moves a finished file or folder to the entry's path atomically; a folder that exists there stays.
  package func keep(_ finished: String, as entry: String) throws(SystemFault) {
    if let slash = entry.lastIndex(of: "/") { try makeFolder(String(entry[..<slash])) }
    guard rename(finished, path(of: entry)) != 0 else { return }
    guard errno == EEXIST || errno == ENOTEMPTY else { throw .current }
  }

  /// Creates an entry that is an empty file; ignores errors.
  package func mark(_ entry: String) {
    guard let slash = entry.lastIndex(of: "/") else { return }
    try? makeFolder(String(entry[..<slash]))
    _ = try? Self.makeFile(path(of: entry))
  }

  package func remove(_ entry: String) {
    Self.remove(path(of: entry))
  }

  package static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder)
  }

  /// Creates a folder for this user only; throws if it already exists.
  package static func makeFolder(at path: String) throws(SystemFault) {
    guard mkdir(path, 0o700) == 0 else { throw .current }
  }

  /// Removes a file, or a folder with its contents; ignores errors.
  package static func remove(_ path: String) {
    try? FileManager.default.removeItem(atPath: path)
  }

  package func removeEntries(of folder: String, unusedForDays days: Int) {
    for name in (try? Self.names(in: path(of: folder))) ?? [] {
      var status = stat()
      guard lstat(path(of: "\(folder)/\(name)"), &status) == 0 else { continue }
      if Self.age(of: status) > days * 86_400 { remove("\(folder)/\(name)") }
    }
  }

  /// Throws if the file already exists.
  package static func write(_ bytes: [UInt8], to path: String) throws(SystemFault) {
    try makeFile(path).append(bytes)
  }

  /// Opens the new file for reading and writing; throws if it already exists.
  package static func makeFile(_ path: String) throws(SystemFault) -> OpenFile {
    try OpenFile(open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600))
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private func makeFolder(_ entry: String) throws(SystemFault) {
    guard mkdir(path(of: entry), 0o700) == 0 || errno == EEXIST else { throw .current }
  }

  private static func age(of status: stat) -> Int {
    time(nil) - Int(status.modified / 1_000_000_000)
  }
}
