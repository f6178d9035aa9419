internal import Foundation
internal import PipelinePlanning

/// The commit that is checked out in a folder's repository, according to git.
package struct RepositoryState: Equatable, Sendable {
  package let commit: String
  /// Whether a tracked file differs from the commit, or an untracked file exists.
  package let isDirty: Bool

  /// Asks git, which is searched on the PATH `searchPath`; nil if there is no repository, no commit, no git,
  /// or no answer within two seconds; `scratch` is the path of a temporary file.
  package init?(folder: String, searchPath: String?, scratch: String) {
    guard Self.mayBeRepository(folder) else { return nil }
    let search = ProgramSearch(searchPath: searchPath, workingDirectory: folder)
    guard let git = search.find("git"), let answer = Self.ask(git, in: folder, scratch) else {
      return nil
    }
    self.init(answer: answer)
  }

  /// Parses the output of `git status --porcelain=v2 --branch`; nil if there is no commit.
  init?(answer: String) {
    let lines = answer.split(separator: "\n")
    let prefix = "# branch.oid "
    guard let head = lines.first(where: { $0.hasPrefix(prefix) })?.dropFirst(prefix.count),
      head != "(initial)"
    else { return nil }
    commit = String(head)
    isDirty = lines.contains { !$0.hasPrefix("#") }
  }

  /// Searches for `.git` in the folder and all its parents, which is faster than starting git.
  private static func mayBeRepository(_ folder: String) -> Bool {
    guard getenv("GIT_DIR") == nil, let real = realpath(folder, nil) else { return true }
    defer { free(real) }
    var place = String(cString: real)[...]
    while true {
      if access(place + "/.git", F_OK) == 0 { return true }
      guard let slash = place.lastIndex(of: "/") else { return false }
      place = place[..<slash]
    }
  }

  private static func ask(_ git: String, in folder: String, _ scratch: String) -> String? {
    let flags = O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
    guard let file = try? OpenFile(open(scratch, flags, 0o600)) else { return nil }
    unlink(scratch)
    // With optional locks, `git status` would write to the repository.
    let arguments = [
      "--no-optional-locks", "status", "--porcelain=v2", "--branch", "--untracked-files=normal",
    ]
    guard
      var process = try? Subprocess(
        starting: git,
        arguments: arguments,
        in: folder,
        environment: nil,
        output: file.descriptor,
        error: -1
      )
    else { return nil }
    var watch = Stopwatch(interval: .milliseconds(20), now: MonotonicClock.now)
    while !process.hasEnded(), watch.elapsed < .seconds(2) {
      usleep(500)
      watch.wake(at: MonotonicClock.now)
    }
    guard process.hasEnded() else {
      process.end()
      _ = process.wait()
      return nil
    }
    guard process.wait() == .exited(0), let bytes = try? file.readToEnd() else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
