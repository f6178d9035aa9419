internal import PipelinePlanning
internal import PipelineSystem

/// A file of the virtual disk that is appended to.
final class VirtualAppendedFile: AppendedFile {
  private let files: VirtualFileSystem
  private let path: Path

  init(files: VirtualFileSystem, path: Path) {
    self.files = files
    self.path = path
  }

  func append(_ bytes: [UInt8]) throws(SystemFault) {
    try files.changeInParts { tree, isFailing throws(SystemFault) in
      let real = tree.resolved(path)
      guard case .file(let before, _) = tree.node(at: real) else { throw SystemFault(2) }
      let written = isFailing ? bytes.prefix(tree.takeTornLength()) : bytes[...]
      if isFailing, written.isEmpty { return }
      tree.put(.file(before + written, modified: tree.stamp), at: real)
    }
  }

  func modified() throws(SystemFault) -> Int64 {
    guard let stamp = files.state(of: path).stamp else { throw SystemFault(2) }
    return stamp.modified
  }

  func touch() throws(SystemFault) {
    try files.change { tree throws(SystemFault) in
      let real = tree.resolved(path)
      guard case .file(let before, _) = tree.node(at: real) else { throw SystemFault(2) }
      tree.put(.file(before, modified: tree.stamp), at: real)
    }
  }

  func synchronize() throws(SystemFault) {
    try files.change { _ throws(SystemFault) in }
  }
}
