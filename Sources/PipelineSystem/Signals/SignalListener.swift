internal import CPipelineSystem
internal import Foundation
package import PipelinePlanning

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Hears the signals sent to the runner, on a thread where everything may be done.
///
/// The handler itself only writes the signal's number to a pipe, for hardly anything is allowed in
/// there.
package enum SignalListener {
  /// What a runner listens to.
  package static let signals: [Int32] = [
    SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH,
  ]

  /// Sets what children inherit, and lets a write to a reader that has gone away be an error and not the
  /// end; comes before threads are made and files opened.
  package static func prepare() {
    Launcher.prepare()
  }

  /// Starts listening, once in a process; signals ignored at that moment (nohup) stay ignored.
  ///
  /// Also sets what children inherit, so this comes first, before threads are made and files
  /// opened. `handle` is called on the listener's thread, for one signal after the other. For a
  /// suspension it is to call `LiveProcesses.suspendAll`, `suspendSelf`, `LiveProcesses.resumeAll`.
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

  /// Stops the runner itself as Ctrl-Z does by default, and returns when it is continued.
  ///
  /// By the signal's own default and not by STOP: where no shell is there to continue it, the
  /// system lets it run on.
  package static func suspendSelf() {
    pipeline_suspend_self()
  }

  /// Ends the runner by a signal, so that its parent sees what it died of.
  package static func die(of signal: Int32) -> Never {
    pipeline_die_of(signal)
  }

  /// What one signal asks for.
  static func event(of signal: Int32) -> SignalEvent {
    switch signal {
    case SIGTSTP: .suspend
    case SIGCONT: .resume
    case SIGWINCH: .resize
    default: .end(signal)
    }
  }
}

/// What a signal to the runner asks for.
package enum SignalEvent: Sendable, Equatable {
  /// End, in order; the runner is to die of this signal in the end (INT, TERM, HUP, QUIT).
  case end(Int32)
  /// Ctrl-Z.
  case suspend
  /// The runner was continued.
  case resume
  /// The terminal has another size.
  case resize
}
