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
