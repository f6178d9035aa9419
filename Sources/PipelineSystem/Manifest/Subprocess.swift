internal import CPipelineSystem
internal import Foundation
package import PipelinePlanning
internal import Synchronization

/// A program that the runner itself needs: the compiler, a compiled manifest, or git.
///
/// It leads a process group of its own, so that the runner can stop the program together with its children.
package struct Subprocess: ~Copyable {
  package enum Ending: Equatable, Sendable {
    case exited(Int32)
    case signaled(Int32)
    /// Other code in the runner reaped the program, or the runner ignores SIGCHLD.
    case unknown
  }

  /// The number of the channel's descriptor in a child.
  package static let channelDescriptor: Int32 = 3

  private let identifier: pid_t
  private var ending: Ending?
  /// The time of the program and of the children that it waited for; zero until it has ended.
  package private(set) var processorTime = Duration.zero

  /// Starts a program with an empty standard input; it inherits only the descriptors that are passed here.
  ///
  /// `/dev/null` replaces an `output` or `error` that is not open. The program finds `channel` as
  /// `channelDescriptor`. `environment` has texts `NAME=value`; nil means the runner's own environment.
  package init(
    starting program: String,
    arguments: [String],
    in folder: String,
    environment: [String]?,
    output: Int32,
    error: Int32,
    channel: Int32? = nil
  ) throws(SystemFault) {
    var setup = SpawnSetup(in: folder)
    defer { setup.destroy() }
    setup.use(output, as: 1)
    setup.use(error, as: 2)
    if let channel { setup.use(channel, as: Self.channelDescriptor) }

    var pid = pid_t()
    let error = OwnChildren.start {
      let error = withCStrings([program] + arguments) { arguments in
        guard let environment else {
          return setup.spawn(program, arguments, environ, &pid)
        }
        return withCStrings(environment) { setup.spawn(program, arguments, $0, &pid) }
      }
      if error == 0 { OwnChildren.table.withLock { $0.addProgram(pid) } }
      return error
    }
    guard error == 0 else { throw SystemFault(error) }
    identifier = pid
  }

  /// Whether the program has ended; does not wait.
  package mutating func hasEnded() -> Bool {
    reap(WNOHANG)
    return ending != nil
  }

  package mutating func wait() -> Ending {
    while true {
      reap(0)
      if let ending { return ending }
    }
  }

  /// Waits until the program ends; returns nil if `wait` is over first.
  package mutating func wait(_ wait: PatientWait) -> Ending? {
    if hasEnded() { return ending }
    let exit = pipeline_exit_descriptor(identifier)
    defer { pipeline_close(exit) }
    while !hasEnded() {
      if wait.isOver() { return nil }
      _ = pipeline_poll(exit, -1, exit >= 0 ? 50 : 10)
    }
    return ending
  }

  /// Stops the program and all processes that it started: TERM, and KILL after a second.
  package mutating func end() {
    if hasEnded() { return }
    ProgramTeardown.end([identifier])
    _ = wait()
  }

  /// Stops all programs of this process, which dies afterwards; no thread may report their end any more.
  static func endAll() {
    ProgramTeardown.isRunnerEnding.store(true, ordering: .sequentiallyConsistent)
    ProgramTeardown.end(OwnChildren.table.withLock { $0.programs })
  }

  private mutating func reap(_ options: Int32) {
    guard ending == nil else { return }
    var status: Int32 = 0
    var found: pid_t
    var usage = rusage()
    repeat {
      found = wait4(identifier, &status, options, &usage)
    } while found < 0 && errno == EINTR
    if found != 0 { OwnChildren.table.withLock { $0.removeProgram(identifier) } }
    if found < 0 { ending = .unknown }
    guard found == identifier else { return }
    // The thread of the signal ends this process now. A report of this end would only confuse.
    while ProgramTeardown.isRunnerEnding.load(ordering: .sequentiallyConsistent) { pause() }
    processorTime = [usage.ru_utime, usage.ru_stime].reduce(.zero) {
      $0 + .seconds($1.tv_sec) + .microseconds($1.tv_usec)
    }
    let signal = status & 0x7F
    ending = signal == 0 ? .exited(status >> 8 & 0xFF) : .signaled(signal)
  }
}

private struct SpawnSetup {
  #if canImport(Darwin)
  private var actions: posix_spawn_file_actions_t?
  private var attributes: posix_spawnattr_t?
  #else
  private var actions = posix_spawn_file_actions_t()
  private var attributes = posix_spawnattr_t()
  #endif

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
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))
  }

  mutating func destroy() {
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
  }

  mutating func use(_ descriptor: Int32, as target: Int32) {
    if fcntl(descriptor, F_GETFD) >= 0 {
      posix_spawn_file_actions_adddup2(&actions, descriptor, target)
    } else {
      posix_spawn_file_actions_addopen(&actions, target, "/dev/null", O_WRONLY, 0)
    }
  }

  /// Returns 0 or the error number.
  mutating func spawn(
    _ program: String,
    _ arguments: [UnsafeMutablePointer<CChar>?],
    _ environment: UnsafePointer<UnsafeMutablePointer<CChar>?>?,
    _ pid: inout pid_t
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
