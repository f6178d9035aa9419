/// A run in short: how it began and ended, and if it has no end how far it came.
package struct RunOverview: Equatable, Sendable {
  /// Without its stages; of its attempts those that have no end, or that another was to follow.
  package var run: LoggedRun
  /// Stages that have succeeded.
  package var succeeded: Int
  /// Stages that have failed.
  package var failed: Int

  package init(run: LoggedRun, succeeded: Int = 0, failed: Int = 0) {
    self.run = run
    self.succeeded = succeeded
    self.failed = failed
  }
}
