internal import CPipelineSystem
internal import PipelinePlanning

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// A program that the tool itself needs run: the compiler, or a compiled manifest.
///
/// Scripts are not started here. It stays in the tool's process group, so that a Ctrl-C reaches both; its standard input is
/// `/dev/null`; of the tool's descriptors it gets those it is given and no other.
package struct Subprocess: ~Copyable {
  /// How it ended.
  package enum Ending: Equatable, Sendable {
    case exited(Int32)
    case signaled(Int32)
    /// Somebody else took its status, or signals of children are ignored.
    case unknown
  }

  /// The system did not start it.
  package struct StartFault: Error, Equatable, Sendable {
    /// What the system says.
    package var reason: String
  }

  /// The descriptor on which a child finds its channel.
  package static let channelDescriptor: Int32 = 3

  private let identifier: pid_t
  private var ending: Ending?

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - program: Its path.
  ///   - arguments: What it is told, without its own name.
  ///   - folder: Its working directory.
  ///   - environment: `NAME=value` each; nil gives it the tool's own.
  ///   - output: The descriptor that becomes its standard output.
  ///   - error: The descriptor that becomes its standard error.
  ///   - channel: The descriptor that it finds as `channelDescriptor`.
  /// - Throws: Why the system did not start it.
  package init(
    starting program: String,
    arguments: [String],
    in folder: String,
    environment: [String]?,
    output: Int32,
    error: Int32,
    channel: Int32? = nil
  ) throws(StartFault) {
    #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
    #else
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    for (source, target) in [(output, Int32(1)), (error, 2)] {
      if fcntl(source, F_GETFD) >= 0 {
        posix_spawn_file_actions_adddup2(&actions, source, target)
      } else {
        posix_spawn_file_actions_addopen(&actions, target, "/dev/null", O_WRONLY, 0)
      }
    }
    if let channel {
      posix_spawn_file_actions_adddup2(&actions, channel, Self.channelDescriptor)
    }
    pipeline_add_chdir(&actions, folder)

    // The tool may have blocked or ignored signals; a child must not inherit that.
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    var pid = pid_t()
    let error = OwnChildren.start {
      let error = withCStrings([program] + arguments) { argv in
        guard let environment else {
          return posix_spawn(&pid, program, &actions, &attributes, argv, environ)
        }
        return withCStrings(environment) {
          posix_spawn(&pid, program, &actions, &attributes, argv, $0)
        }
      }
      if error == 0 { OwnChildren.add(pid) }
      return error
    }
    guard error == 0 else { throw StartFault(reason: SystemFault(error).words) }
    identifier = pid
  }

  /// Whether it has ended; does not wait.
  package mutating func hasEnded() -> Bool {
    reap(WNOHANG)
    return ending != nil
  }

  /// Waits until it has ended, and says how.
  package mutating func wait() -> Ending {
    while true {
      reap(0)
      if let ending { return ending }
    }
  }

  /// Ends it, whatever it does.
  package mutating func kill() {
    if !hasEnded() { _ = PipelineSystem.kill(process: identifier) }
  }

  private mutating func reap(_ options: Int32) {
    guard ending == nil else { return }
    var status: Int32 = 0
    var found: pid_t
    repeat { found = waitpid(identifier, &status, options) } while found < 0 && errno == EINTR
    if found != 0 { OwnChildren.remove(identifier) }
    if found < 0 { ending = .unknown }
    guard found == identifier else { return }
    let signal = status & 0x7F
    ending = signal == 0 ? .exited(status >> 8 & 0xFF) : .signaled(signal)
  }
}

/// Sends KILL to a process.
private func kill(process: pid_t) -> Bool {
  kill(process, SIGKILL) == 0
}

/// Lends texts as the array of C strings that `posix_spawn` takes.
private func withCStrings<Result>(
  _ texts: [String],
  _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let copies = texts.map { strdup($0) }
  defer { for copy in copies { free(copy) } }
  return body(copies + [nil])
}
