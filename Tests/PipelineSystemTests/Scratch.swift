import Foundation
import PipelineSystem

/// A separate folder for one test, removed with this value.
final class Scratch: Sendable {
  /// Absolute path of the folder.
  let path: String

  /// Creates the folder, with a name that contains unusual characters.
  init() throws {
    path = NSTemporaryDirectory() + "/pipeline system %20 é \(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Absolute path of a file in the folder.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file and returns its name.
  @discardableResult
  func write(_ name: String, _ text: String, mode: Int = 0o644) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file(name))
    return name
  }

  /// Returns the contents of a file.
  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: file(name))), as: UTF8.self)
  }

  /// Creates a log file with a new name.
  func log() throws -> AttemptLog {
    try AttemptLog(creating: file("\(UUID().uuidString).log"))
  }

  /// Runs shell text in the folder and returns its end and what it printed.
  func sh(
    _ text: String,
    timeLimit: Duration? = nil,
    idleLimit: Duration? = nil,
    grace: Duration = .milliseconds(200),
    environment: [String: String]? = nil,
    among live: RunningProcesses = RunningProcesses(),
    key: String = "test",
    started: (Int32) -> Void = { _ in },
    tell: @escaping (ScriptMessage) -> Void = { _ in }
  ) throws -> (end: ProcessEnd, printed: String) {
    let command = try Executable.command(text, shell: ["sh", "-c"], root: "/", searchPath: nil)
    let launch = Launch(
      executable: command.program,
      arguments: command.arguments,
      environment: environment ?? ["PATH": "/usr/local/bin:/usr/bin:/bin"],
      workingDirectory: path,
      timeLimit: timeLimit,
      idleLimit: idleLimit,
      grace: grace
    )
    let log = try log()
    let attempt = live.enter(key)
    defer { attempt.leave() }
    let end = ScriptProcess.run(
      launch,
      output: log.descriptor,
      of: attempt,
      started: started,
      tell: tell
    )
    let bytes = try Data(contentsOf: URL(fileURLWithPath: log.path))
    return (end, String(decoding: bytes, as: UTF8.self))
  }
}

/// Checks every millisecond until the condition holds; returns false after ten seconds.
func eventually(_ condition: () -> Bool) -> Bool {
  for _ in 0..<10_000 {
    if condition() { return true }
    usleep(1000)
  }
  return false
}
