internal import Foundation
package import PipelinePlanning

package struct LocalFileSystem: FileSystem {
  let resolver: PathResolver
  /// Resolves paths from the real path of the root; nil if the root does not exist.
  private let realResolver: PathResolver?

  package init(resolver: PathResolver) {
    self.resolver = resolver
    let real = realpath(resolver.root.text, nil)
    defer { free(real) }
    realResolver = real.map { PathResolver(root: String(cString: $0), home: nil) }
  }

  package func state(of path: Path) -> FileState {
    withCPath(path) { name in
      var status = stat()
      guard lstat(name, &status) == 0 else { return Self.absence() }
      guard status.st_mode & S_IFMT == S_IFLNK else { return .present(status.stamp(link: nil)) }
      let text = Self.linkText(name)
      // A link without a target counts as missing, because a script finds nothing there.
      guard stat(name, &status) == 0 else { return Self.absence() }
      return .present(status.stamp(link: text))
    }
  }

  package func entries(of folder: Path) throws(SystemFault) -> [FolderEntry] {
    guard let stream = withCPath(folder, { opendir($0) }) else { throw .current }
    defer { closedir(stream) }
    var entries: [FolderEntry] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { throw .current }
        return entries
      }
      let name = Self.name(of: entry)
      if name == [0x2E] || name == [0x2E, 0x2E] { continue }
      entries.append(FolderEntry(name: name, kind: kind(of: entry, at: folder.appending(name))))
    }
  }

  package func realPath(of path: Path) -> Path {
    // Resolve the deepest folder that exists, and keep the names below it.
    var existing: Path? = path
    var rest: [ArraySlice<UInt8>] = []
    while let here = existing, here != .root {
      if let real = withCPath(here, { realpath($0, nil) }) {
        defer { free(real) }
        let bytes = Array(UnsafeBufferPointer(start: real, count: strlen(real))).map(
          UInt8.init(bitPattern:)
        )
        let found = rest.reversed().reduce(Path(bytes: bytes)) { $0.appending($1) }
        // Convert the result to normal form, which is relative below the root.
        return realResolver?.path(bytes: found.bytes) ?? found
      }
      rest.append(here.name)
      existing = here.parent
    }
    return path
  }

  package func contents(of path: Path) throws(SystemFault) -> [UInt8]? {
    try OpenFile(reading: resolver.absolute(path))?.readToEnd()
  }

  package func tail(of path: Path, count: Int) -> [UInt8] {
    guard case .present(let stamp) = state(of: path) else { return [] }
    return bytes(of: path, from: max(0, Int(stamp.size) - count), count: count)
  }

  package func bytes(of path: Path, from position: Int, count: Int) -> [UInt8] {
    (try? OpenFile(reading: resolver.absolute(path))?.read(from: position, count: count)) ?? []
  }

  package func digest(
    of path: Path,
    while isWanted: () -> Bool
  ) throws(SystemFault) -> ContentDigest? {
    let file = try OpenFile(withCPath(path) { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) })
    let status = try file.status()
    guard status.st_mode & S_IFMT == S_IFREG else { throw SystemFault(EINVAL) }
    // Loading the system's library takes as long as digesting a megabyte without it.
    let system = status.st_size > 1 << 20 ? SystemSHA256() : nil
    var own = SHA256()
    var position = 0
    while isWanted() {
      let piece = try file.read(from: position, count: 1 << 18)
      if piece.isEmpty { return ContentDigest(system?.digest() ?? own.digest()) }
      if let system { system.update(piece) } else { own.update(piece) }
      position += piece.count
    }
    return nil
  }

  package func makeFolder(_ path: Path) throws(SystemFault) {
    // Usually the folder exists, so look first.
    if path == .root || state(of: path).stamp?.kind == .folder { return }
    if withCPath(path, { mkdir($0, 0o777) }) == 0 { return }
    let fault = SystemFault.current
    if fault.number == EEXIST {
      if state(of: path).stamp?.kind == .folder { return }
      throw SystemFault(ENOTDIR)
    }
    guard fault.number == ENOENT, let parent = path.parent else { throw fault }
    try makeFolder(parent)
    if withCPath(path, { mkdir($0, 0o777) }) != 0, errno != EEXIST { throw .current }
  }

  package func appending(to path: Path) throws(SystemFault) -> any AppendedFile {
    // With O_NONBLOCK, opening a FIFO at this path fails instead of waiting for a reader.
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    return try OpenFile(withCPath(path) { open($0, flags, 0o666) })
  }

  package func replace(_ path: Path, with bytes: [UInt8], isLasting: Bool) throws(SystemFault) {
    // Create the new file beside the old one, so that the rename stays on one disk.
    let temporary = Path(bytes: path.bytes + Array(".\(getpid()).new".utf8))
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
    let file = try OpenFile(withCPath(temporary) { open($0, flags, 0o666) })
    do throws(SystemFault) {
      try file.append(bytes)
      if isLasting { try file.synchronize() }
    } catch {
      _ = withCPath(temporary) { unlink($0) }
      throw error
    }
    try rename(temporary, to: path)
  }

  package func rename(_ path: Path, to target: Path) throws(SystemFault) {
    let name = {
      withCPath(path) { from in withCPath(target) { to in Foundation.rename(from, to) } }
    }
    if name() == 0 { return }
    let fault = SystemFault.current
    // A move changes the entry `..` of a folder, so a folder that its script made read-only refuses it.
    guard let mode = unlock(path, after: fault) else { throw fault }
    let result = name()
    let second = SystemFault.current
    _ = withCPath(result == 0 ? target : path) { chmod($0, mode) }
    if result != 0 { throw second }
  }

  /// Makes a read-only folder of this user writable; returns its earlier mode, or nil if that was not the cause.
  private func unlock(_ folder: Path, after fault: SystemFault) -> mode_t? {
    var status = stat()
    guard fault.number == EACCES, withCPath(folder, { lstat($0, &status) }) == 0,
      status.st_mode & S_IFMT == S_IFDIR, status.st_mode & 0o300 != 0o300,
      withCPath(folder, { chmod($0, status.st_mode & 0o7777 | 0o700) }) == 0
    else { return nil }
    return status.st_mode & 0o7777
  }

  package func remove(_ path: Path, unlocks: Bool) throws(SystemFault) {
    if removeFile(path, unlocks: unlocks) { return }
    let fault = SystemFault.current
    // EPERM means that the path is a folder (macOS), or a file that this user may not change.
    guard fault.number == EISDIR || fault.number == EPERM else { throw fault }
    if withCPath(path, { rmdir($0) }) != 0 { throw errno == ENOTDIR ? fault : .current }
  }

  /// A script may make its output folder read-only, which must not keep its files from being removed.
  private func removeFile(_ path: Path, unlocks: Bool) -> Bool {
    if withCPath(path, { unlink($0) }) == 0 { return true }
    let fault = SystemFault.current
    guard unlocks, let parent = path.parent, parent != .root, unlock(parent, after: fault) != nil
    else {
      errno = fault.number
      return false
    }
    return withCPath(path) { unlink($0) } == 0
  }

  package func copy(_ source: Path, to target: Path) throws(SystemFault) {
    if let parent = target.parent { try makeFolder(parent) }
    let input = try OpenFile(withCPath(source) { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) })
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
    let mode = try input.status().st_mode & 0o777
    let output = try OpenFile(withCPath(target) { open($0, flags, mode) })
    do throws(SystemFault) {
      var position = 0
      while true {
        let piece = try input.read(from: position, count: 1 << 20)
        if piece.isEmpty { break }
        try output.append(piece)
        position += piece.count
      }
      try output.synchronize()
    } catch {
      // Remove the copy, because half a copy must not look like a whole one.
      _ = withCPath(target) { unlink($0) }
      throw error
    }
  }

  package func kind(of path: Path) throws(SystemFault) -> FolderEntry.Kind? {
    var status = stat()
    guard withCPath(path, { lstat($0, &status) }) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .current
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    case S_IFLNK: return .link
    default: return .special
    }
  }

  private func withCPath<Result>(_ path: Path, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    var bytes = resolver.absolute(path).bytes
    bytes.append(0)
    return bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { characters in
        // The address is never nil, because the buffer holds at least the zero at its end.
        characters.baseAddress.map(body) ?? "".withCString(body)
      }
    }
  }

  private func kind(of entry: UnsafeMutablePointer<dirent>, at path: Path) -> FolderEntry.Kind {
    switch Int32(entry.pointee.d_type) {
    case Int32(DT_REG): return .file
    case Int32(DT_DIR): return .folder
    case Int32(DT_LNK): return .link
    case Int32(DT_UNKNOWN):
      // Some file systems do not list the kind of an entry.
      return (try? kind(of: path)) ?? .special
    default: return .special
    }
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
  }

  /// Returns the state of a path for which `stat` failed.
  private static func absence() -> FileState {
    errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable(.current)
  }

  package func linkText(of path: Path) -> String? { withCPath(path) { Self.linkText($0) } }

  private static func linkText(_ name: UnsafePointer<CChar>) -> String {
    var text = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(name, &text, text.count)
    return Path(bytes: text.prefix(max(0, count)).map { UInt8(bitPattern: $0) }).text
  }
}
