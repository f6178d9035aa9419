internal import PipelineReporting
internal import PipelineSystem
internal import Synchronization

/// The terminal with the live block at its bottom, for the two threads that change it: the run's loop,
/// and the one that hears signals.
///
/// A mutex guards what is on the screen. It is held while the runner is stopped (Ctrl-Z), so that
/// nothing is drawn between the block being erased and the shell having the terminal.
final class LiveDisplay: Sendable {
  private struct State {
    var screen = Screen()
    /// What is to be drawn; nil before anything runs and after the end.
    var block: LiveBlock?
    /// Whether the next CONT is the end of a stop that the display knows of.
    var expectsContinue = false
    var lastLayout: ContinuousClock.Instant?
    let stream = OutputStream.standardOutput()
  }

  private let state = Mutex(State())
  /// Beside the mutex, which whoever waits for the terminal holds.
  private let isStopping = Atomic(false)
  private let window: TerminalWindow
  private let style: Style
  private let variables: [String: String]

  /// Between two ticks the block is laid out anew with what happens, but not more often than this.
  private static let leastInterval = Duration.milliseconds(40)

  /// Makes the display of a terminal without a block yet.
  ///
  /// - Parameters:
  ///   - window: The terminal.
  ///   - style: Whether there are colours, and which signs.
  ///   - variables: The environment, for a terminal that does not know its size.
  init(window: TerminalWindow, style: Style, variables: [String: String]) {
    self.window = window
    self.style = style
    self.variables = variables
  }

  /// The display of a run; nil where lines are printed plainly: what standard output leads to is no
  /// terminal or one that cannot move its cursor, or only what went wrong is to be told.
  static func onStandardOutput(_ session: Session) -> LiveDisplay? {
    let kind = session.environment["TERM"] ?? ""
    guard session.invocation.verbosity != .quiet, !kind.isEmpty, kind != "dumb",
      let window = TerminalWindow.standardOutput
    else { return nil }
    return LiveDisplay(
      window: window,
      style: session.appearance.style,
      variables: session.environment
    )
  }

  /// Time has passed: draws where the run stands now.
  func draw(_ block: LiveBlock) {
    state.withLock { state in
      state.block = block
      layOut(&state, above: "")
    }
  }

  /// Writes text above the block.
  ///
  /// - Parameters:
  ///   - text: Whole lines.
  ///   - block: Where the run stands now, asked only where the block is laid out anew.
  func write(_ text: String, block: () -> LiveBlock?) {
    state.withLock { state in
      let now = ContinuousClock.now
      // Before the first tick nothing is drawn: a run that ends at once has no block.
      if let last = state.lastLayout, last.duration(to: now) >= Self.leastInterval {
        state.block = block()
        layOut(&state, above: text)
      } else {
        put(&state, above: text, state.screen.drawn)
      }
    }
  }

  /// The run is over: takes the block away and writes the last lines.
  func finish(_ text: String) {
    state.withLock { state in
      state.block = nil
      put(&state, above: text, [])
    }
  }

  /// A signal has told the run to stop: says so at once, or with the next drawing where the terminal
  /// takes nothing just now; never waits.
  func announceStop() {
    isStopping.store(true, ordering: .relaxed)
    state.withLockIfAvailable { state in
      if state.block != nil { layOut(&state, above: "") }
    }
  }

  /// Takes the block away, lets the runner be stopped, and draws the block again.
  ///
  /// - Parameter stop: Returns when the runner has been continued.
  func suspend(_ stop: () -> Void) {
    state.withLock { state in
      state.stream.write(state.screen.erase(in: size))
      state.expectsContinue = true
      stop()
      if state.block != nil { layOut(&state, above: "") }
    }
  }

  /// The runner was continued.
  func resume() {
    state.withLock { state in
      // By STOP it was stopped without a warning: what has been written since stands below the block.
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
      // The terminal is somebody else's now, and the cursor where they have left it.
      state.screen.forget()
      state.stream.write(text)
      return
    }
    state.stream.write(state.screen.update(above: text, block: lines, in: size))
  }
}

/// Says once that the run is stopping, where no live block says it and somebody sits at a terminal.
final class StopNotice: Sendable {
  private let isSaid = Mutex(false)

  /// Says it on standard error, at the first call.
  ///
  /// - Parameter style: How text looks there.
  func say(_ style: Style) {
    isSaid.withLock { isSaid in
      let stream = OutputStream.standardError()
      // Behind the ^C that the terminal itself has shown.
      if !isSaid && stream.isTerminal { stream.write("\n" + style.spelled(stoppingText) + "\n") }
      isSaid = true
    }
  }
}
