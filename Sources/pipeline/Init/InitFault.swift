internal import Foundation
internal import PipelineReporting

/// The reason why `pipeline init` failed.
enum InitFault: Error, Equatable, Sendable {
  /// These paths exist already; nothing was written.
  case taken([String])
  /// A file or folder could not be created; the files in `before` were written and remain.
  case notWritten(String, errno: Int32, before: [String])

  /// As in `ExitStatus`, 2 means wrong usage, and 3 means that the command cannot start.
  var exitStatus: Int32 {
    switch self {
    case .taken: 2
    case .notWritten: 3
    }
  }

  func message() -> Message {
    switch self {
    case .taken(let paths):
      Message("`pipeline init` overwrites nothing, but \(Self.count(paths)) already")
        .with(facts: paths.map { ("exists", $0) })
        .with(hint: "choose another folder (`pipeline init -C DIR`), or move these files")
    case .notWritten(let path, let number, let before):
      Message(
        "`\(path)` cannot be written",
        facts: [("reason", String(cString: strerror(number)))]
          + before.map { ("already written", $0) },
        hint: "check the permissions of this folder, and the free space on the disk"
      )
    }
  }

  private static func count(_ paths: [String]) -> String {
    paths.count == 1 ? "1 file exists" : "\(paths.count) files exist"
  }
}
