internal import Foundation
package import PipelinePlanning

/// A cache folder that only this user writes to; the names of its entries depend on the inputs they were made of.
package struct CacheFolder: Equatable, Sendable {
  /// Its path.
  package let path: String
  /// Whether it is removed when this process no longer needs it.
  package let isTemporary: Bool

  /// Uses an existing folder; its entries may be used only if it `isSafe`.
  package init(path: String) {
    self.path = path
    isTemporary = false
  }

  /// Creates a folder for this process alone.
  ///
  /// - Parameter parent: The folder for temporary files; nil for `/tmp`.
  /// - Throws: Why the system refused.
  package init(temporaryIn parent: String?) throws(Failure) {
    var template = Array("\(parent ?? "/tmp")/pipeline-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure() }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    isTemporary = true
  }

  /// The system refused something.
  package struct Failure: Error, Equatable, Sendable {
    /// The reason in the system's words.
    package let reason: String

    fileprivate init() {
      reason = SystemFault.current.words
    }
  }

  /// Whether the folder exists and no other user can write to it.
  package var isSafe: Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_uid == geteuid()
      && status.st_mode & mode_t(S_IWOTH | S_IWGRP) == 0
  }

  /// Creates the folder if it is missing; returns the reason if it cannot be written to.
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

  /// Returns the path of an entry, such as `manifests/KEY`.
  package func path(of entry: String) -> String { "\(path)/\(entry)" }

  /// Whether there is an entry; marks it as used, at most once a day.
  package func uses(_ entry: String) -> Bool {
    var status = stat()
    guard stat(path(of: entry), &status) == 0 else { return false }
    if Self.age(of: status) > 86_400 { utimes(path(of: entry), nil) }
    return true
  }

  /// Creates a folder to work in; `keep` moves the finished entry out of it.
  package func makeWorkFolder() throws(Failure) -> String {
    try makeFolder("work")
    var template = Array("\(path)/work/XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure() }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Moves a finished file or folder to its place in one step; a folder that another process moved there before
  /// stays.
  package func keep(_ finished: String, as entry: String) throws(Failure) {
    if let slash = entry.lastIndex(of: "/") { try makeFolder(String(entry[..<slash])) }
    guard rename(finished, path(of: entry)) != 0 else { return }
    guard errno == EEXIST || errno == ENOTEMPTY else { throw Failure() }
  }

  /// Removes an entry.
  package func remove(_ entry: String) {
    Self.remove(path(of: entry))
  }

  /// Lists a folder.
  package static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder)
  }

  /// Creates a folder.
  package static func makeFolder(at path: String) throws(Failure) {
    guard mkdir(path, 0o700) == 0 else { throw Failure() }
  }

  /// Removes a file, or a folder with all its contents; ignores errors.
  package static func remove(_ path: String) {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Removes the entries of a folder that were not used for some days.
  package func removeEntries(of folder: String, unusedForDays days: Int) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path(of: folder))) ?? []
    for name in names {
      var status = stat()
      guard lstat(path(of: "\(folder)/\(name)"), &status) == 0 else { continue }
      if Self.age(of: status) > days * 86_400 { remove("\(folder)/\(name)") }
    }
  }

  /// Writes a new file.
  package static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    let descriptor = try makeFile(path)
    defer { close(descriptor) }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
    do { try file.write(contentsOf: Data(bytes)) } catch { throw Failure() }
  }

  /// Opens a new file for writing.
  package static func makeFile(_ path: String) throws(Failure) -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure() }
    return descriptor
  }

  /// Closes a descriptor.
  package static func closeFile(_ descriptor: Int32) {
    close(descriptor)
  }

  /// Reads a file; nil if that fails.
  package static func contents(of path: String) -> [UInt8]? {
    try? OpenFile(open(path, O_RDONLY | O_CLOEXEC)).readToEnd()
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private func makeFolder(_ entry: String) throws(Failure) {
    guard mkdir(path(of: entry), 0o700) == 0 || errno == EEXIST else { throw Failure() }
  }

  private static func age(of status: stat) -> Int {
    time(nil) - Int(status.modified / 1_000_000_000)
  }
}
