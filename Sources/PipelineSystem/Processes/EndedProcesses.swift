internal import Foundation
internal import Synchronization

/// Lets go of Foundation's processes that have ended.
///
/// On Linux a process and its run loop source hold each other, 1.7 KB each time, until somebody calls
/// `waitUntilExit`. That returns at once when Foundation knows of the end, but runs the
/// thread's run loop until it does, which may be long after the true end. So each is asked for again
/// when another one has ended.
enum EndedProcesses {
  #if !canImport(Darwin)
  /// Those that Foundation takes to be running still.
  private static let kept = Mutex<[Process]>([])
  #endif

  /// Takes over a process whose end has been seen.
  static func add(_ process: Process) {
    #if !canImport(Darwin)
    let known = kept.withLock { kept in
      kept.append(process)
      let known = kept.filter { !$0.isRunning }
      kept.removeAll { process in known.contains { $0 === process } }
      return known
    }
    for process in known {
      OwnChildren.remove(process)
      process.waitUntilExit()
    }
    #endif
  }
}
