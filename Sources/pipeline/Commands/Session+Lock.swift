internal import Foundation
internal import PipelineDescription
internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

/// The lock of a root while a command has it.
struct HeldLock {
  let lock: RunLock
  /// Whether it had to be waited for: what was read before may no longer be so.
  let hasWaited: Bool
}

extension Session {
  /// Takes the lock of a root, for as long as the value lives.
  ///
  /// - Parameters:
  ///   - workspace: The root, in which `.pipeline` is made where it is not there.
  ///   - waits: Whether to wait for another run, which is said once; else that run is the failure.
  /// - Returns: The lock.
  /// - Throws: Why it cannot be had.
  func lock(_ workspace: Workspace, waits: Bool) throws(CommandFailure) -> HeldLock {
    try prepareStateFolder(workspace)
    let path = workspace.resolver.absolute(Workspace.lockFile).text
    var hasWaited = false
    do throws(LockFault) {
      let lock = try RunLock.acquire(
        path,
        holder: LockHolder(
          pid: ProcessInfo.processInfo.processIdentifier,
          since: Timestamp(milliseconds: SystemClock().wall).iso(),
          host: ProcessInfo.processInfo.hostName,
          command: (["pipeline"] + arguments).map(shellQuoted).joined(separator: " ")
        ),
        wait: waits
          ? { holder in
            if !hasWaited { note(holder.waitMessage) }
            hasWaited = true
          } : nil
      )
      return HeldLock(lock: lock, hasWaited: hasWaited)
    } catch {
      throw failure([error.message(path: ".pipeline/lock")], status: ExitStatus.cannotStart)
    }
  }

  /// Sees to it that `.pipeline` is there, and is a folder of its own.
  private func prepareStateFolder(_ workspace: Workspace) throws(CommandFailure) {
    let folder = Workspace.stateFolder
    if let stamp = workspace.files.state(of: folder).stamp,
      stamp.kind != .folder || stamp.link != nil
    {
      throw failure(
        [
          Message(
            "`.pipeline` is not a folder of its own, so nothing is written there",
            facts: stamp.link.map { [("link to", $0)] } ?? [],
            hint: "remove it; the next run makes a new one"
          )
        ],
        status: ExitStatus.cannotStart
      )
    }
    do throws(SystemFault) {
      try workspace.files.makeFolder(folder)
      // Nothing in it is for a repository, whatever the project's own .gitignore says.
      let ignore = folder.appending(".gitignore".utf8)
      if workspace.files.state(of: ignore) == .missing {
        try workspace.files.replace(ignore, with: Array("*\n".utf8))
      }
    } catch {
      throw cannotWrite(".pipeline", error)
    }
  }
}
