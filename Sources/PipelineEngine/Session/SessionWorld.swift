internal import Foundation
package import PipelineDescription
package import PipelinePlanning
package import PipelineSystem

/// The disk, locks, clocks and processes that a session uses; tests replace the defaults of this machine.
package struct SessionWorld: Sendable {
  package var files: @Sendable (PathResolver) -> any FileSystem = { LocalFileSystem(resolver: $0) }
  /// Takes the lock at `path`; if another process has it, calls `wait` and waits, or throws if `wait` is nil.
  package var lock:
    @Sendable (
      _ path: String, _ holder: () -> LockHolder, _ wait: ((LockHolder?) -> Void)?
    ) throws(LockFault) -> any HeldLock = { (path, holder, wait) throws(LockFault) in
      try RunLock.acquire(path, holder: holder(), wait: wait)
    }
  package var clock: any RunClock = SystemClock()
  package var executor: @Sendable (any RunClock) -> any AttemptExecutor = {
    LocalExecutor(clock: $0)
  }
  /// Whether this process can watch, and end, what it starts.
  package var seesProcesses: @Sendable () -> Bool = { ProcessVisibility.isGiven }
  package var adoptOrphans: @Sendable () -> Void = { ScriptProcess.adoptOrphans() }
  package var commit: @Sendable (Workspace) -> RepositoryState? = { workspace in
    let scratch = Workspace.stateFolder.appending("commit".utf8)
    return RepositoryState(
      folder: workspace.resolver.root.text,
      searchPath: workspace.environment["PATH"],
      scratch: workspace.resolver.absolute(scratch).text
    )
  }
  /// Whether a program is on a search path; relative entries of the path start at `folder`.
  package var hasProgram:
    @Sendable (_ name: String, _ searchPath: String?, _ folder: String) -> Bool =
      { ProgramSearch(searchPath: $1, workingDirectory: $2).find($0) != nil }
  /// The fault that would prevent the start of a script now; nil if it could start.
  package var startFault:
    @Sendable (_ script: Script, _ searchPath: String?, _ folder: String) -> LaunchFault? =
      { (script, searchPath, folder) in
        do throws(LaunchFault) {
          _ = try Executable.resolve(
            script: script.path,
            arguments: [],
            interpreter: script.interpreter,
            root: folder,
            searchPath: searchPath
          )
          return nil
        } catch {
          return error
        }
      }
  package var look:
    @Sendable (_ root: PathResolver, _ host: String) throws(SystemFault) -> RunLook = {
      (root, host) throws(SystemFault) in try RunLook(at: root, host: host)
    }
  /// `time` is in milliseconds since 1970.
  package var runID: @Sendable (_ time: Int64) -> String = { RunIdentifier.make(at: $0) }
  /// Finds what keeps this user from writing or reading at an absolute path.
  package var denial: @Sendable (Path) -> Denial? = { FileAccess.denial(at: $0) }
  /// Makes the salt of a root, of 16 bytes.
  package var salt: @Sendable () -> [UInt8] = { (0..<16).map { _ in .random(in: .min ... .max) } }
  package var parallel: any Parallel = TwoThreads()
  package var host: @Sendable () -> String = { ProcessInfo.processInfo.hostName }
  package var process: @Sendable () -> Int32 = { ProcessInfo.processInfo.processIdentifier }

  package init() {}
}

/// A lock that is held as long as the object exists.
package protocol HeldLock: AnyObject, Sendable {
  /// The bytes of the lock's file before this holder wrote to it.
  var found: [UInt8] { get }
}

extension RunLock: HeldLock {}
