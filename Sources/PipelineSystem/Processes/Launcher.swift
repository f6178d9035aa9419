internal import CPipelineSystem
internal import Foundation
internal import PipelinePlanning

/// Starts scripts with `Foundation.Process`, and works around the faults of that class.
enum Launcher {
  /// The number of free descriptors that a start requires.
  ///
  /// Foundation takes up to six (a socket pair, a listing of /proc, its run loop). If it gets no socket pair,
  /// it takes descriptor 0 instead, closes it, and traps at the next start. The rest is for files that other
  /// threads open meanwhile.
  private static let headroom: Int32 = 16

  /// The empty input of all scripts; opened only once, while Foundation would open it for each start.
  private static let emptyInput = open("/dev/null", O_RDONLY | O_CLOEXEC)

  private static let prepared: Void = pipeline_prepare_process()

  /// Sets the signals and descriptors that children inherit.
  ///
  /// Call it before this process creates threads or opens files.
  static func prepare() {
    prepared
    _ = emptyInput
  }

  /// Returns nil if the attempt is stopped first.
  static func start(
    _ launch: Launch,
    output: Int32,
    of attempt: RunningAttempt
  ) throws(LaunchFault) -> Leader? {
    prepare()
    if let fault = LaunchCheck.sizes(launch, limits: .system) { throw fault }
    let search = ProgramSearch(searchPath: nil, workingDirectory: launch.workingDirectory)
    let program = search.absolute(launch.executable)
    var waits = retryWaits[...]
    while true {
      let bell = attempt.bell
      guard attempt.stop == .none else { return nil }
      do {
        return try startOnce(launch, program: program, output: output, of: attempt)
      } catch {
        guard isPassing(error), let wait = waits.popFirst() else {
          throw LaunchCheck.files(launch, program: program) ?? error
        }
        _ = bell.wait(or: -1, atMost: wait)
      }
    }
  }

  /// The pauses between the tries; together about a second.
  private static let retryWaits: [Duration] = [10, 20, 40, 80, 160, 320, 400].map {
    .milliseconds($0)
  }

  /// Whether a fault can disappear within a moment.
  ///
  /// ETXTBSY means that another process still has the script open for writing, often a child of another
  /// thread just before its `exec`. The other errors mean that the system lacks room for a process or a
  /// descriptor.
  static func isPassing(_ fault: LaunchFault) -> Bool {
    guard case .system(let error, _) = fault else { return false }
    return [ETXTBSY, EAGAIN, ENOMEM, EMFILE, ENFILE].contains(error.number)
  }

  /// Tries once, while no other thread starts a child.
  ///
  /// A child that another thread starts at the same time would inherit Foundation's hidden sockets.
  /// Foundation would then learn too late that this child has ended. Also, both starts would count the same
  /// free descriptors.
  private static func startOnce(
    _ launch: Launch,
    program: String,
    output: Int32,
    of attempt: RunningAttempt
  ) throws(LaunchFault) -> Leader {
    let process = process(launch, program: program, output: output)
    // A child inherits the signal mask of this thread, and the threads of tasks and queues block TERM.
    var (none, mask) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &mask)
    defer { pthread_sigmask(SIG_SETMASK, &mask, nil) }
    let mark = ScriptMark(environment: launch.environment)
    let started = OwnChildren.start { () -> Result<Leader, LaunchFault> in
      let checks = [
        ("open", pipeline_headroom(emptyInput, headroom)),
        ("socketpair", pipeline_try_socket_pair()),
      ]
      for (call, error) in checks where error != 0 {
        return .failure(.system(SystemFault(error), call: call))
      }
      do {
        try process.run()
      } catch {
        pipeline_release_failed_start(Unmanaged.passUnretained(process).toOpaque())
        return .failure(fault(of: error, launch: launch))
      }
      let leader = Leader(process)
      let facts = OrphanRule.Script(mark: mark)
      OwnChildren.add(
        process,
        ChildTable.Script(group: leader.group, attempt: attempt, facts: facts)
      )
      return .success(leader)
    }
    return try started.get()
  }

  private static func process(_ launch: Launch, program: String, output: Int32) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program, isDirectory: false)
    process.arguments = launch.arguments
    process.environment = launch.environment
    process.currentDirectoryURL = URL(fileURLWithPath: launch.workingDirectory, isDirectory: true)
    process.standardInput = FileHandle(fileDescriptor: emptyInput, closeOnDealloc: false)
    let handle = FileHandle(fileDescriptor: output, closeOnDealloc: false)
    process.standardOutput = handle
    process.standardError = handle
    return process
  }

  private static func fault(of error: any Error, launch: Launch) -> LaunchFault {
    let outer = error as NSError
    let inner = outer.userInfo[NSUnderlyingErrorKey] as? NSError ?? outer
    let errno: Int32
    switch (inner.domain, inner.code) {
    case (NSPOSIXErrorDomain, let code): errno = Int32(code)
    case (_, CocoaError.Code.fileNoSuchFile.rawValue): errno = ENOENT
    case (_, CocoaError.Code.fileReadNoSuchFile.rawValue): errno = ENOENT
    case (_, CocoaError.Code.fileReadNoPermission.rawValue): errno = EACCES
    default: errno = EIO
    }
    switch errno {
    case ENOEXEC: return .noInterpreter(launch.executable)
    case E2BIG:
      let limits = LaunchCheck.Limits.system
      return .argumentsTooLong(bytes: LaunchCheck.bytes(launch), limit: limits.total)
    default: return .system(SystemFault(errno), call: "execve")
    }
  }
}

package enum InheritedDescriptors {
  /// Moves inherited descriptors from high to low numbers; call it before this process opens any file.
  ///
  /// At each start, Foundation closes every number up to the highest open one, and fails if that is above the
  /// limit. The runner must not close the
  /// descriptors, because another process could hold a lock through one of them. Numbers up to 63 stay,
  /// because shells name those in arguments (`/dev/fd/63`).
  package static func lower() {
    pipeline_lower_descriptors(64)
  }
}
