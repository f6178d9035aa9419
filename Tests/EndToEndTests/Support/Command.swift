import Foundation
import Testing

/// A program to start, with everything said: what it gets from the tests is nothing.
///
/// `posix_spawn` and not `Foundation.Process`, so that no test fails, or passes, for what the latter
/// does: it starts children with blocked signals when a task starts them.
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

  /// Where the three standard streams of a program lead.
  enum Streams {
    case files(output: String, errors: String)
    /// The other end of a terminal, which becomes that of a session of its own.
    case terminal(String)
  }

  /// Starts the program as leader of a group or session of its own.
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
    // A shell, only to change the folder: `posix_spawn` itself cannot everywhere.
    let shell = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder]
    let argv = (shell + arguments).map { strdup($0) } + [nil]
    let envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var pid: pid_t = 0
    let result = posix_spawn(&pid, shell[0], &actions, &attributes, argv, envp)
    try #require(result == 0, "cannot start \(arguments[0]): \(String(cString: strerror(result)))")
    return pid
  }

  /// Runs a helper to its end; nobody looks at what it prints.
  func run() throws -> Int32 {
    let pid = try start(.files(output: "/dev/null", errors: "/dev/null"))
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    return status
  }
}
