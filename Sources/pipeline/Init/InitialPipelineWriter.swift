internal import Foundation

/// Writes an example pipeline into a folder, or writes nothing if one of its paths exists already.
struct InitialPipelineWriter {
  /// The value of `-C`, a folder that is created if it is missing; nil means the current folder.
  let directory: String?

  func create(_ pipeline: InitialPipeline) throws(InitFault) -> InitReport {
    let taken =
      pipeline.reservedPaths.filter { kind(of: $0) != nil }
      + pipeline.folders.filter { ![nil, S_IFDIR].contains(kind(of: $0)) }
      + [".gitignore"].filter { ![nil, S_IFREG].contains(kind(of: $0)) }
    guard taken.isEmpty else { throw .taken(taken) }

    var report = InitReport(form: pipeline.form, files: [], ignoredLines: [], directory: directory)
    var path = directory ?? "."
    do throws(SystemError) {
      try makeFolder(path)
      for folder in pipeline.folders {
        path = folder
        try makeFolder(place(of: folder))
      }
      for file in pipeline.files {
        path = file.path
        let descriptor = try openFile(path, O_WRONLY | O_CREAT | O_EXCL)
        defer { _ = close(descriptor) }
        try append(file.contents, to: descriptor)
        report.files.append(file)
      }
      path = ".gitignore"
      report.ignoredLines = try ignoreResults()
    } catch {
      throw .notWritten(path, errno: error.number, before: report.files.map(\.path))
    }
    return report
  }

  /// Appends the missing lines to `.gitignore`, and returns them.
  private func ignoreResults() throws(SystemError) -> [String] {
    let descriptor = try openFile(".gitignore", O_RDWR | O_APPEND | O_CREAT)
    defer { _ = close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while case let count = read(descriptor, &buffer, buffer.count), count != 0 {
      if count < 0, errno != EINTR { throw SystemError(number: errno) }
      bytes += buffer.prefix(max(0, count))
    }
    let contents = String(decoding: bytes, as: UTF8.self)
    try append(InitialPipeline.ignoredText(appendedTo: contents), to: descriptor)
    return InitialPipeline.missingIgnoredLines(in: contents)
  }

  private struct SystemError: Error {
    let number: Int32
  }

  /// Creates a folder and its parents if they are missing.
  private func makeFolder(_ path: String) throws(SystemError) {
    for end in path.indices.filter({ path[$0] == "/" }) + [path.endIndex] {
      let folder = String(path[..<end])
      var status = stat()
      if folder.isEmpty || stat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR {
        continue
      }
      if mkdir(folder, 0o777) != 0 {
        throw SystemError(number: errno == EEXIST ? ENOTDIR : errno)
      }
    }
  }

  private func openFile(_ path: String, _ flags: Int32) throws(SystemError) -> Int32 {
    let descriptor = open(place(of: path), flags | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw SystemError(number: errno) }
    return descriptor
  }

  private func append(_ text: String, to descriptor: Int32) throws(SystemError) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        throw SystemError(number: errno)
      }
    }
  }

  /// Returns the type bits of the mode at a path, following a link if its target exists; nil for no file.
  private func kind(of path: String) -> mode_t? {
    var status = stat()
    guard stat(place(of: path), &status) == 0 || lstat(place(of: path), &status) == 0 else {
      return nil
    }
    return status.st_mode & S_IFMT
  }

  /// Returns the path for system calls from a path relative to the root.
  private func place(of path: String) -> String {
    directory.map { "\($0)/\(path)" } ?? path
  }
}
