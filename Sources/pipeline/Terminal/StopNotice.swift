internal import PipelineReporting
internal import Synchronization

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
