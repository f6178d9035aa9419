import Foundation
import PipelinePlanning
import Synchronization
import Testing

@testable import PipelineSystem

extension SystemTests {
  /// Signals to the process itself.
  @Suite(.timeLimit(.minutes(1))) struct SignalListenerTests {
    /// In a separate process: a listener starts once, and signals belong to the process.
    @Test func `signals arrive in order, and ignored ones stay ignored`() async {
      await #expect(processExitsWith: .success) {
        try SignalListenerTests().listen()
      }
    }

    private func listen() throws {
      let heard = Mutex<[SignalEvent]>([])
      signal(SIGHUP, SIG_IGN)
      try SignalListener.start(for: [SIGHUP, SIGUSR1, SIGCONT, SIGWINCH]) { event in
        heard.withLock { $0.append(event) }
      }
      for (number, signal) in [SIGWINCH, SIGCONT, SIGHUP, SIGUSR1].enumerated() {
        kill(getpid(), signal)
        let expected = signal == SIGHUP ? 2 : min(number + 1, 3)
        #expect(eventually { heard.withLock { $0.count } == expected })
      }
      #expect(heard.withLock { $0 } == [.resize, .resume, .end(SIGUSR1)])
      for signal in [SIGHUP, SIGUSR1, SIGCONT, SIGWINCH] { Foundation.signal(signal, SIG_DFL) }
      #expect(throws: SystemFault(EALREADY)) {
        try SignalListener.start { _ in }
      }
    }

    @Test func `each signal means what its name says`() {
      #expect(SignalListener.event(of: SIGTSTP) == .suspend)
      for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] {
        #expect(SignalListener.event(of: signal) == .end(signal))
      }
    }

    @Test func `an error number has a description`() {
      #expect(SystemFault(ENOENT).words == "No such file or directory")
      #expect(SystemFault(99999).words.contains("99999"))
    }
  }
}
