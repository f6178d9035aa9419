internal import CPipelineSystem
internal import Foundation
internal import PipelinePlanning

/// The start of a child with `posix_spawn`, as the leader of a process group, with an empty standard input.
///
/// It inherits only the descriptors that `use` passes on, and signals have their default action.
struct Spawn {
  #if canImport(Darwin)
  private var actions: posix_spawn_file_actions_t?
  private var attributes: posix_spawnattr_t?
  #else
  private var actions = posix_spawn_file_actions_t()
  private var attributes = posix_spawnattr_t()
  #endif

  private var highest: Int32 = 0

  init(in folder: String) {
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    pipeline_add_chdir(&actions, folder)
    // A child must not inherit the signals that the runner blocks or ignores.
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    // A group in the background that writes to the terminal would else stop (`stty tostop`).
    sigdelset(&all, SIGTTIN)
    sigdelset(&all, SIGTTOU)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    var flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
    #if canImport(Darwin)
    flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
    #endif
    posix_spawnattr_setflags(&attributes, Int16(flags))
  }

  mutating func destroy() {
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
  }

  /// `/dev/null` replaces a descriptor that is not open.
  mutating func use(_ descriptor: Int32, as target: Int32) {
    highest = max(highest, target)
    if fcntl(descriptor, F_GETFD) >= 0 {
      posix_spawn_file_actions_adddup2(&actions, descriptor, target)
    } else {
      posix_spawn_file_actions_addopen(&actions, target, "/dev/null", O_WRONLY, 0)
    }
  }

  /// Each variable in `environment` is `NAME=value`; nil means this process's own environment.
  mutating func start(
    _ program: String,
    _ arguments: [String],
    _ environment: [String]?
  ) -> Result<Int32, SystemFault> {
    pipeline_add_close_from(&actions, highest + 1)
    var pid = pid_t()
    let error = withCStrings([program] + arguments) { arguments in
      guard let environment else { return spawn(&pid, program, arguments, environ) }
      return withCStrings(environment) { spawn(&pid, program, arguments, $0) }
    }
    return error == 0 ? .success(pid) : .failure(SystemFault(error))
  }

  private mutating func spawn(
    _ pid: inout pid_t,
    _ program: String,
    _ arguments: [UnsafeMutablePointer<CChar>?],
    _ environment: UnsafePointer<UnsafeMutablePointer<CChar>?>?
  ) -> Int32 {
    posix_spawn(&pid, program, &actions, &attributes, arguments, environment)
  }
}

private func withCStrings<Result>(
  _ texts: [String],
  _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let copies = texts.map { strdup($0) }
  defer { for copy in copies { free(copy) } }
  return body(copies + [nil])
}
