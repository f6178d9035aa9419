internal import PipelineReporting
internal import PipelineSystem
internal import Synchronization

/// The terminal with the live block at its bottom.
///
/// A mutex guards the screen, because the run's loop and the signal thread both change it. The mutex stays
/// locked while the runner is stopped (Ctrl-Z), so that nothing is drawn after the block was erased.
final class LiveDisplay: Sendable {
  private struct State {
    var screen = Screen()
    /// The current block; nil before the first draw and after the end of the run.
    var block: LiveBlock?
    /// Whether the next SIGCONT follows a stop for which the display has erased the block.
    var expectsContinue = false
    var lastLayout: ContinuousClock.Instant?
    let stream = OutputStream.standardOutput()
  }

  private let state = Mutex(State())
  /// Outside of the mutex, because a thread that waits for the terminal holds the mutex.
  private let isStopping = Atomic(false)
  private let window: TerminalWindow
  private let style: Style
  /// The environment, which may have the size if the terminal does not report one.
  private let variables: [String: String]

  /// An event lays out the block again only if this time has passed since the last layout.
  private static let leastInterval = Duration.milliseconds(40)

  /// Creates the display on standard output; nil with `--quiet`, without a terminal, or if `TERM` is `dumb`.
  init?(_ session: Session) {
    let kind = session.environment["TERM"] ?? ""
    guard session.invocation.verbosity != .quiet, !kind.isEmpty, kind != "dumb",
      let window = TerminalWindow.standardOutput
    else { return nil }
    self.window = window
    style = session.appearance.style
    variables = session.environment
  }

  func draw(_ block: LiveBlock) {
    state.withLock { state in
      state.block = block
      layOut(&state, above: "")
    }
  }

  /// Writes whole lines above the block; calls `block` only to lay out the block again.
  func write(_ text: String, block: () -> LiveBlock?) {
    state.withLock { state in
      let now = ContinuousClock.now
      // The block is not drawn before the first tick, so a very short run shows none.
      if let last = state.lastLayout, last.duration(to: now) >= Self.leastInterval {
        state.block = block()
        layOut(&state, above: text)
      } else {
        put(&state, above: text, state.screen.drawn)
      }
    }
  }

  func finish(_ text: String) {
    state.withLock { state in
      state.block = nil
      put(&state, above: text, [])
    }
  }

  /// Shows that the run is stopping; if another thread has the terminal, its next drawing shows this instead.
  func announceStop() {
    isStopping.store(true, ordering: .relaxed)
    state.withLockIfAvailable { state in
      if state.block != nil { layOut(&state, above: "") }
    }
  }

  /// Erases the block, calls `stop`, which returns when the runner continues, and draws the block again.
  func suspend(_ stop: () -> Void) {
    state.withLock { state in
      state.stream.write(state.screen.erase(in: size))
      state.expectsContinue = true
      stop()
      if state.block != nil { layOut(&state, above: "") }
    }
  }

  /// Handles SIGCONT, the signal that lets the runner continue after a stop.
  func resume() {
    state.withLock { state in
      // SIGSTOP gives no warning, so other programs may have written below the block.
      if !state.expectsContinue { state.screen.forget() }
      state.expectsContinue = false
    }
  }

  private var size: TerminalSize {
    let (columns, rows) = window.size
    return TerminalSize(reportedColumns: columns, reportedRows: rows, variables: variables)
  }

  private func layOut(_ state: inout State, above text: String) {
    state.lastLayout = .now
    state.block?.isStopping = isStopping.load(ordering: .relaxed)
    let lines = state.block?.lines(in: size, style: style) ?? []
    put(&state, above: text, lines)
  }

  private func put(_ state: inout State, above text: String, _ lines: [BlockLine]) {
    guard window.isForeground else {
      // Another program has the terminal now, and the cursor may be anywhere.
      state.screen.forget()
      state.stream.write(text)
      return
    }
    state.stream.write(state.screen.update(above: text, block: lines, in: size))
  }
}

/// Prints once that the run is stopping, if standard error is a terminal and there is no live block.
final class StopNotice: Sendable {
  private let isSaid = Mutex(false)

  func say(_ style: Style) {
    isSaid.withLock { isSaid in
      let stream = OutputStream.standardError()
      // The line break comes after the `^C` that the terminal has shown.
      if !isSaid && stream.isTerminal { stream.write("\n" + style.spelled(stoppingText) + "\n") }
      isSaid = true
    }
  }
}
