internal import Foundation
internal import PipelineReporting

/// Why a first pipeline was not written.
enum InitFault: Error, Equatable, Sendable {
  /// These paths are taken; nothing was written.
  case taken([String])
  /// A file or folder could not be made; what was written before it is still there.
  case notWritten(String, errno: Int32, before: [String])

  /// The exit status: wrong usage if something is in the way, else it could not be started.
  var exitStatus: Int32 {
    switch self {
    case .taken: 2
    case .notWritten: 3
    }
  }

  /// The fault in words.
  func message() -> Message {
    switch self {
    case .taken(let paths):
      Message("`pipeline init` overwrites nothing, and \(Self.count(paths)) already there")
        .with(facts: paths.map { ("there", $0) })
        .with(hint: "choose another folder (`pipeline init -C DIR`), or move what is there")
    case .notWritten(let path, let number, let before):
      Message(
        "`\(path)` cannot be written",
        facts: [("reason", String(cString: strerror(number)))]
          + before.map { ("written before", $0) },
        hint: "may files be made in this folder, and is there room on the disk?"
      )
    }
  }

  /// How many files, with the verb.
  private static func count(_ paths: [String]) -> String {
    paths.count == 1 ? "1 file is" : "\(paths.count) files are"
  }
}
