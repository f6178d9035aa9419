internal import CPipelineSystem
internal import Foundation
internal import PipelinePlanning

/// Starts one program with `Foundation.Process`, and keeps that from what it does badly.
enum Launcher {
  /// How many free descriptors a start must find.
  ///
  /// Foundation takes up to six (a socket pair, a listing of /proc, what its run loop needs) and
  /// traps where it gets none; the rest is for what other threads open meanwhile.
  private static let headroom: Int32 = 16

  /// Opened once; Foundation would open it anew for each start.
  private static let emptyInput = open("/dev/null", O_RDONLY | O_CLOEXEC)

  /// Once, before the first start; see `pipeline_prepare_process` for what children inherit by it.
  private static let prepared: Void = pipeline_prepare_process()

  /// Sets what children inherit from this process; to be called before threads or files are made.
  static func prepare() {
    prepared
    _ = emptyInput
  }

  /// Starts a program; nil if the run was asked to stop while this waited for its try.
  static func start(
    _ launch: Launch,
    output: Int32,
    stop: StopRequest
  ) throws(LaunchFault) -> Leader? {
    prepare()
    if let fault = LaunchCheck.sizes(launch, limits: .system) { throw fault }
    let search = ProgramSearch(searchPath: nil, workingDirectory: launch.workingDirectory)
    let program = search.absolute(launch.executable)
    var waits = LaunchRetry.waits[...]
    while stop.level == .none {
      do {
        return try startOnce(launch, program: program, output: output)
      } catch {
        guard LaunchRetry.isPassing(error), let wait = waits.popFirst() else {
          throw LaunchCheck.files(launch, program: program) ?? error
        }
        _ = pipeline_poll(stop.descriptor, -1, wait.pollMilliseconds)
      }
    }
    return nil
  }

  /// One try, with no other at the same time.
  ///
  /// Foundation's hidden sockets are open to every child that another thread starts at the same
  /// moment, and that child would then hold back the notice of this one's end; also the headroom
  /// would be counted twice.
  private static func startOnce(
    _ launch: Launch,
    program: String,
    output: Int32
  ) throws(LaunchFault) -> Leader {
    let process = process(launch, program: program, output: output)
    // A child starts with this thread's signal mask, and tasks and queues run with one that
    // blocks TERM.
    let mask = UnsafeMutableRawPointer.allocate(byteCount: 128, alignment: 16)
    defer { mask.deallocate() }
    pipeline_clear_mask(mask)
    defer { pipeline_restore_mask(mask) }
    let mark = ScriptMark(environment: launch.environment)
    let failed = OwnChildren.start { () -> LaunchFault? in
      let error = pipeline_headroom(emptyInput, headroom)
      guard error == 0 else { return .system(SystemFault(error), call: "open") }
      do {
        try process.run()
      } catch {
        pipeline_release_failed_start(Unmanaged.passUnretained(process).toOpaque())
        return fault(of: error, launch: launch)
      }
      OwnChildren.add(process)
      // Before another script's end can look for what it left.
      RunningScripts.add(process.processIdentifier, mark)
      return nil
    }
    if let failed { throw failed }
    return Leader(process)
  }

  /// What Foundation is to start.
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

  /// What Foundation's error says in our words.
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
