#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// One step in ending a process group: what it is told, and how long it may then take.
package struct TeardownStep: Sendable, Equatable {
  /// The signals, sent in this order to the whole group.
  package let signals: [Int32]
  /// How long the group may take before the next step.
  package let patience: Duration

  /// TERM, then CONT so that a stopped process sees it; after the grace time KILL.
  ///
  /// After KILL the wait is bounded too: a process in an uninterruptible call to a dead file server
  /// does not even die of KILL, and the runner must not hang with it.
  package static func steps(grace: Duration) -> [TeardownStep] {
    [TeardownStep(signals: [SIGTERM, SIGCONT], patience: grace), kill]
  }

  /// KILL, the last step of every teardown.
  package static let kill = TeardownStep(signals: [SIGKILL], patience: .seconds(5))
}
