import Foundation
import Testing

/// A running process of the tool.
final class RunningTool {
  let pid: pid_t
  let project: Project
  private let label: String
  private let output: String
  private let errors: String
  private let terminal: Terminal?
  private var end: Int32?

  /// The longest time in milliseconds that a test waits before it fails.
  static let patience = 60_000

  init(project: Project, label: String, command: Command, terminal: Terminal?) throws {
    self.project = project
    self.label = label
    self.terminal = terminal
    let name = "\(project.home)/printed-\(UUID().uuidString)"
    (output, errors) = ("\(name).out", "\(name).err")
    pid = try command.start(
      terminal.map { .terminal($0.path) } ?? .files(output: output, errors: errors)
    )
  }

  deinit {
    if end == nil { kill(pid, SIGKILL) }
  }

  /// Whether the tool still runs.
  ///
  /// The exit status is kept for `finish`.
  var isAlive: Bool {
    var info = siginfo_t()
    return waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo == 0
  }

  /// The standard output so far.
  var printed: String { (try? project.read(output)) ?? "" }

  /// The standard error so far.
  var saidSoFar: String { (try? project.read(errors)) ?? "" }

  func signal(_ number: Int32) {
    kill(pid, number)
  }

  /// Waits until the condition is true.
  ///
  /// The test fails if that takes too long.
  func wait(
    _ what: String,
    _ sourceLocation: SourceLocation = #_sourceLocation,
    until condition: () throws -> Bool
  ) throws {
    for _ in 0..<(Self.patience / 2) {
      if try condition() { return }
      usleep(2000)
    }
    try #require(Bool(false), "waited in vain for: \(what)", sourceLocation: sourceLocation)
  }

  /// Waits until a file exists.
  func wait(forFile name: String, _ sourceLocation: SourceLocation = #_sourceLocation) throws {
    try wait("file \(name)", sourceLocation) { project.exists(name) }
  }

  /// Waits until the tool has ended.
  func finish(_ sourceLocation: SourceLocation = #_sourceLocation) throws -> Outcome {
    var status: Int32 = 0
    try wait("the end", sourceLocation) {
      terminal?.read()
      return waitpid(pid, &status, WNOHANG) == pid
    }
    let signal = status & 0x7F
    let end = signal == 0 ? (status >> 8) & 0xFF : -signal
    self.end = end
    terminal?.readRest()
    let printed = try terminal?.text ?? project.read(output)
    let failed = terminal == nil ? try project.read(errors) : ""
    return Outcome(
      label: label,
      status: end,
      stdout: project.masked(printed),
      stderr: project.masked(failed),
      rawOutput: printed,
      rawErrors: failed
    )
  }

  /// Checks that the tool did not crash, no process is left, and the log is valid.
  func checkInvariants(_ outcome: Outcome, _ sourceLocation: SourceLocation) {
    let crashes: [Int32] = [132, 133, 134, 139, -SIGILL, -SIGTRAP, -SIGABRT, -SIGSEGV, -SIGBUS]
    #expect(
      !crashes.contains(outcome.status),
      "crashed:\n\(outcome.rawErrors)",
      sourceLocation: sourceLocation
    )
    let living = LivingProcesses(marker: project.marker).all
    #expect(living.isEmpty, "still alive", sourceLocation: sourceLocation)
    project.checkLog(sourceLocation)
  }
}
