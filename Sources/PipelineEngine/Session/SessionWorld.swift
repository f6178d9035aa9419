internal import Foundation
package import PipelinePlanning
package import PipelineSystem

/// The seams of a session to the world: the disk, the lock, the clocks, the machine and what runs on it.
///
/// What it holds by default is this machine; a test puts other things in their place.
package struct SessionWorld: Sendable {
  package var files: @Sendable (PathResolver) -> any FileSystem = { LocalFileSystem(resolver: $0) }
  /// Takes the lock in a file, absolute; with `wait`, waits for whoever has it, which `wait` is told.
  package var lock:
    @Sendable (
      _ path: String, _ holder: () -> LockHolder, _ wait: ((LockHolder?) -> Void)?
    ) throws(LockFault) -> any HeldLock = { (path, holder, wait) throws(LockFault) in
      try RunLock.acquire(path, holder: holder(), wait: wait)
    }
  package var clock: any RunClock = SystemClock()
  /// Makes the executor of a run: the one place where it is chosen.
  package var executor: @Sendable (any RunClock) -> any AttemptExecutor = {
    LocalExecutor(clock: $0)
  }
  /// Lets orphans of scripts become children of this process.
  package var adoptOrphans: @Sendable () -> Void = { ScriptProcess.adoptOrphans() }
  package var commit: @Sendable (Workspace) -> RepositoryState? = { workspace in
    let scratch = Workspace.stateFolder.appending("commit".utf8)
    return RepositoryState(
      folder: workspace.resolver.root.text,
      searchPath: workspace.environment["PATH"],
      scratch: workspace.resolver.absolute(scratch).text
    )
  }
  /// Whether a program is on a search path, in the eyes of a process that starts in the folder.
  package var hasProgram:
    @Sendable (_ name: String, _ searchPath: String?, _ folder: String) -> Bool =
      { ProgramSearch(searchPath: $1, workingDirectory: $2).find($0) != nil }
  /// Looks whether a run goes on in a root, without taking its lock.
  package var look:
    @Sendable (_ root: PathResolver, _ host: String) throws(SystemFault) -> RunLook = {
      (root, host) throws(SystemFault) in try RunLook(at: root, host: host)
    }
  /// Names a run that begins at a time in milliseconds since 1970.
  package var runID: @Sendable (_ time: Int64) -> String = { RunIdentifier.make(at: $0) }
  package var parallel: any Parallel = TwoThreads()
  package var host: @Sendable () -> String = { ProcessInfo.processInfo.hostName }
  package var process: @Sendable () -> Int32 = { ProcessInfo.processInfo.processIdentifier }

  package init() {}
}

/// A lock of a root, held for as long as the value lives.
package protocol HeldLock: AnyObject, Sendable {
  /// The bytes of the lock's file before this holder wrote to it.
  var found: [UInt8] { get }
}

extension RunLock: HeldLock {}
