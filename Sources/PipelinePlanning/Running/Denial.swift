/// A file or folder that this user may not write or read, and its owner.
package struct Denial: Equatable, Sendable {
  package var path: Path
  package var isReadOnlyDisk = false
  /// The owner's name, or number if it has no name.
  package var user = ""
  package var group = ""
  package var isOwn = false
  /// Whether this user belongs to the group of the file.
  package var isOwnGroup = false

  package init(path: Path) {
    self.path = path
  }
}

extension SystemFault {
  /// Whether permissions are the cause (EPERM, EACCES, EROFS).
  package var isDenial: Bool { [1, 13, 30].contains(number) }
}

extension SessionFault {
  /// The path that could not be opened because of permissions; nil if this fault has another cause.
  package var deniedPath: String? {
    let (path, fault): (String, SystemFault) =
      switch self {
      case .lock(.system(let fault)): (".pipeline/lock", fault)
      case .unwritable(let path, let fault): (path, fault)
      case .recordsUnreadable(let fault): (".pipeline/state", fault)
      case .unreadableFolder(let path, let fault): (path, fault)
      case .history(.unreadable(let path, let fault)): (path, fault)
      default: ("", SystemFault(number: 0, words: ""))
      }
    return fault.isDenial ? path : nil
  }
}
