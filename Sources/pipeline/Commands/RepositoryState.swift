internal import Foundation

/// The commit that a folder's repository stands at, as git says.
struct RepositoryState {
  let commit: String
  /// Whether a file that git tracks differs from the commit, or one is there that git does not know.
  let isDirty: Bool

  /// Asks git; nil where there is no repository, no commit or no git.
  init?(folder: String) {
    guard
      let answer = Self.ask(
        ["status", "--porcelain=v2", "--branch", "--untracked-files=normal"],
        in: folder
      )
    else { return nil }
    let lines = answer.split(separator: "\n")
    let prefix = "# branch.oid "
    guard let head = lines.first(where: { $0.hasPrefix(prefix) })?.dropFirst(prefix.count),
      head != "(initial)"
    else { return nil }
    commit = String(head)
    isDirty = lines.contains { !$0.hasPrefix("#") }
  }

  private static func ask(_ arguments: [String], in folder: String) -> String? {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    // Optional locks would make a mere question write to the repository.
    process.arguments = ["git", "--no-optional-locks", "-C", folder] + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil,
      let bytes = try? pipe.fileHandleForReading.readToEnd()
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
