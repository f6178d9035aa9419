internal import Foundation
internal import PipelinePlanning
internal import PipelineSystem

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
    do throws(SystemFault) {
      try makeFolder(path)
      for folder in pipeline.folders {
        path = folder
        try makeFolder(place(of: folder))
      }
      for file in pipeline.files {
        path = file.path
        try openFile(path, O_WRONLY | O_CREAT | O_EXCL).append(Array(file.contents.utf8))
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
  private func ignoreResults() throws(SystemFault) -> [String] {
    let file = try openFile(".gitignore", O_RDWR | O_APPEND | O_CREAT)
    let contents = String(decoding: try file.readToEnd(), as: UTF8.self)
    try file.append(Array(InitialPipeline.ignoredText(appendedTo: contents).utf8))
    return InitialPipeline.missingIgnoredLines(in: contents)
  }

  /// Creates a folder and its parents if they are missing.
  private func makeFolder(_ path: String) throws(SystemFault) {
    for end in path.indices.filter({ path[$0] == "/" }) + [path.endIndex] {
      let folder = String(path[..<end])
      var status = stat()
      if folder.isEmpty || stat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR {
        continue
      }
      if mkdir(folder, 0o777) != 0 {
        throw SystemFault(errno == EEXIST ? ENOTDIR : errno)
      }
    }
  }

  private func openFile(_ path: String, _ flags: Int32) throws(SystemFault) -> OpenFile {
    try OpenFile(open(place(of: path), flags | O_CLOEXEC, 0o666))
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
