internal import CPipelineSystem
internal import Foundation
package import PipelinePlanning

/// Receives the runner's signals on a thread, because hardly any call is allowed in a signal handler.
package enum SignalListener {
  package static let signals: [Int32] = [
    SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH,
  ]

  /// Sets the signals and descriptors that children inherit, and makes a write to a closed pipe an error;
  /// call it before this process creates threads or opens files.
  ///
  /// This also moves inherited descriptors from high to low numbers. At each start, Foundation closes every
  /// number up to the highest open one, and fails if that is above the limit. The runner must not close the
  /// descriptors, because another process could hold a lock through one of them. Numbers up to 63 stay,
  /// because shells name those in arguments (`/dev/fd/63`).
  package static func prepare() {
    pipeline_lower_descriptors(64)
    Launcher.prepare()
  }

  /// Calls `handle` for one signal after another, on a thread of its own; start it only once in a process.
  ///
  /// Signals that this process ignores at the call, as after `nohup`, stay ignored. For `suspend`, `handle`
  /// must call `RunningProcesses.suspend`, `suspendSelf` and `RunningProcesses.resume`.
  package static func start(
    for signals: [Int32] = signals,
    _ handle: @escaping @Sendable (SignalEvent) -> Void
  ) throws(SystemFault) {
    Launcher.prepare()
    let descriptor = pipeline_listen(signals, Int32(signals.count))
    guard descriptor >= 0 else { throw .current }
    let thread = Thread {
      while true {
        let signal = pipeline_read_signal(descriptor)
        if signal < 0 { return }
        handle(event(of: signal))
      }
    }
    thread.name = "signals"
    thread.start()
  }

  /// Suspends the runner until it is continued, with TSTP instead of STOP, because the system ignores TSTP if
  /// no shell could continue the runner.
  package static func suspendSelf() {
    pipeline_suspend_self()
  }

  /// Kills the runner with a signal, so that its parent sees that signal.
  ///
  /// This first stops the compiler or the manifest, and removes temporary folders.
  package static func die(of signal: Int32) -> Never {
    Subprocess.endAll()
    TemporaryFolders.removeAll()
    pipeline_die_of(signal)
  }

  /// Makes the runner die in this way of each signal that ends it; does nothing if it already listens.
  package static func dieInOrder() {
    try? start(for: [SIGINT, SIGTERM, SIGHUP, SIGQUIT]) { event in
      if case .end(let signal) = event { die(of: signal) }
    }
  }

  static func event(of signal: Int32) -> SignalEvent {
    switch signal {
    case SIGTSTP: .suspend
    case SIGCONT: .resume
    case SIGWINCH: .resize
    default: .end(signal)
    }
  }
}

package enum SignalEvent: Sendable, Equatable {
  /// The runner must stop in order, and finally die of this signal (INT, TERM, HUP, QUIT).
  case end(Int32)
  /// The user typed Ctrl-Z.
  case suspend
  case resume
  case resize
}
