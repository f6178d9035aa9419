internal import CPipelineSystem
internal import Foundation
package import PipelinePlanning

/// Receives the runner's signals on a thread of its own, where every call is allowed.
///
/// The signal handler only writes the signal's number to a pipe, because hardly any call is allowed in a
/// handler.
package enum SignalListener {
  /// The signals that a runner listens to.
  package static let signals: [Int32] = [
    SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH,
  ]

  /// Sets the signals and descriptors that children inherit, and makes a write to a closed pipe an error.
  ///
  /// Call it before this process creates threads or opens files.
  package static func prepare() {
    Launcher.prepare()
  }

  /// Starts listening; call it only once in a process.
  ///
  /// Signals that this process ignores at that moment (nohup) stay ignored.
  ///
  /// - Parameters:
  ///   - signals: The signals.
  ///   - handle: Called on the listener's thread, for one signal after another. For `suspend`, it calls
  ///     `RunningProcesses.suspend`, `suspendSelf` and `RunningProcesses.resume`.
  /// - Throws: The system's error.
  package static func start(
    for signals: [Int32] = signals,
    _ handle: @escaping @Sendable (SignalEvent) -> Void
  ) throws(SystemFault) {
    Launcher.prepare()
    let descriptor = pipeline_listen(signals, Int32(signals.count))
    guard descriptor >= 0 else {
      throw SystemFault(errno)
    }
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

  /// Stops the runner itself as Ctrl-Z does by default, and returns when the runner is continued.
  ///
  /// This uses the default action of TSTP instead of STOP. If no shell could continue the runner, the system
  /// does not stop it for TSTP.
  package static func suspendSelf() {
    pipeline_suspend_self()
  }

  /// Ends the runner by a signal, so that its parent sees that signal.
  package static func die(of signal: Int32) -> Never {
    pipeline_die_of(signal)
  }

  /// Returns the meaning of a signal.
  static func event(of signal: Int32) -> SignalEvent {
    switch signal {
    case SIGTSTP: .suspend
    case SIGCONT: .resume
    case SIGWINCH: .resize
    default: .end(signal)
    }
  }
}

/// The meaning of a signal to the runner.
package enum SignalEvent: Sendable, Equatable {
  /// End in order, and finally die of this signal (INT, TERM, HUP, QUIT).
  case end(Int32)
  /// Ctrl-Z.
  case suspend
  /// The runner was continued.
  case resume
  /// The terminal has a new size.
  case resize
}
