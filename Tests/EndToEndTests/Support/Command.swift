import Foundation
import Testing

/// A program to start.
///
/// It inherits nothing from the process of the tests.
///
/// It uses `posix_spawn` because `Foundation.Process` would affect the tests: it starts children
/// with blocked signals when a task starts them.
struct Command {
  var arguments: [String]
  var environment: [String: String]
  var folder: String

  init(
    _ arguments: [String],
    environment: [String: String] = ["PATH": Tool.searchPath],
    folder: String = "/"
  ) {
    self.arguments = arguments
    self.environment = environment
    self.folder = folder
  }

  #if os(Linux)
  /// `POSIX_SPAWN_SETSID`, which Glibc does not show to Swift.
  private static let newSession: Int16 = 0x80
  #else
  private static let newSession = Int16(POSIX_SPAWN_SETSID)
  #endif

  /// The targets of a program's three standard streams.
  enum Streams {
    case files(output: String, errors: String)
    /// The other end of a terminal. It becomes the controlling terminal of a new session.
    case terminal(String)
  }

  /// Starts the program as the leader of a new process group or session.
  func start(_ streams: Streams) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var flags = Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF)
    switch streams {
    case .files(let output, let errors):
      let write = O_WRONLY | O_CREAT | O_TRUNC
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 1, output, write, 0o600)
      posix_spawn_file_actions_addopen(&actions, 2, errors, write, 0o600)
      flags |= Int16(POSIX_SPAWN_SETPGROUP)
    case .terminal(let path):
      posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
      posix_spawn_file_actions_adddup2(&actions, 0, 1)
      posix_spawn_file_actions_adddup2(&actions, 0, 2)
      flags |= Self.newSession
    }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, flags)
    // A shell changes the folder because `posix_spawn` cannot do it on every system.
    let shell = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder]
    let argv = (shell + arguments).map { strdup($0) } + [nil]
    let envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var pid: pid_t = 0
    let result = posix_spawn(&pid, shell[0], &actions, &attributes, argv, envp)
    try #require(result == 0, "cannot start \(arguments[0]): \(String(cString: strerror(result)))")
    return pid
  }

  /// Runs a helper to its end and ignores its output.
  func run() throws -> Int32 {
    let pid = try start(.files(output: "/dev/null", errors: "/dev/null"))
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    return status
  }
}
