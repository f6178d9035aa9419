internal import CPipelineSystem
internal import Foundation
internal import PipelinePlanning

/// Starts scripts.
enum Launcher {
  private static let prepared: Void = pipeline_prepare_process()

  /// Sets the signals and descriptors that children inherit.
  ///
  /// Call it before this process creates threads or opens files.
  static func prepare() { prepared }

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

  /// Tries once; the child is in the table before another thread looks for orphans.
  private static func startOnce(
    _ launch: Launch,
    program: String,
    output: Int32,
    of attempt: RunningAttempt
  ) throws(LaunchFault) -> Leader {
    var spawn = Spawn(in: launch.workingDirectory)
    defer { spawn.destroy() }
    spawn.use(output, as: 1)
    spawn.use(output, as: 2)
    let environment = launch.environment.map { "\($0)=\($1)" }
    let facts = OrphanRule.Script(mark: ScriptMark(environment: launch.environment))
    let started = OwnChildren.start { () -> Result<Leader, SystemFault> in
      spawn.start(program, launch.arguments, environment).map { pid in
        let child = ScriptChild(pid)
        let leader = Leader(child)
        OwnChildren.add(
          child,
          ChildTable.Script(group: leader.group, attempt: attempt, facts: facts)
        )
        return leader
      }
    }
    do {
      return try started.get()
    } catch {
      throw fault(of: error, launch: launch)
    }
  }

  private static func fault(of error: SystemFault, launch: Launch) -> LaunchFault {
    switch error.number {
    case ENOEXEC: return .noInterpreter(launch.executable)
    case E2BIG:
      let limits = LaunchCheck.Limits.system
      return .argumentsTooLong(bytes: LaunchCheck.bytes(launch), limit: limits.total)
    default: return .system(error, call: "execve")
    }
  }
}

package enum InheritedDescriptors {
  /// Keeps the descriptors that the caller has passed on from all children; they stay open, because another
  /// process could hold a lock through one of them.
  ///
  /// Call it before this process opens any file.
  package static func keep() {
    pipeline_keep_descriptors()
  }
}
