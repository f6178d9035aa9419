extension Event {
  /// What came of a run.
  package struct RunSummary: Equatable, Sendable {
    package var run: String
    package var time: Int64
    package var duration: Double
    package var succeeded: Int
    package var upToDate: Int
    package var failed: [String]
    package var blocked: [String]
    package var cancelled: [String]
    /// The signal that stopped the run.
    package var signal: Int32?
    /// Stages that are stale after this run, outside the selection or because what they read changed.
    package var staleDownstream: [String]
    /// The log or the records could not be written: the run cannot vouch for what it did.
    package var fault: SystemFault?
    /// How many stages a first run took as up to date by the times of their files.
    package var adopted: Int

    package init(
      run: String,
      time: Int64,
      duration: Double,
      succeeded: Int,
      upToDate: Int,
      failed: [String],
      blocked: [String],
      cancelled: [String],
      signal: Int32?,
      staleDownstream: [String],
      fault: SystemFault? = nil,
      adopted: Int = 0
    ) {
      self.run = run
      self.time = time
      self.duration = duration
      self.succeeded = succeeded
      self.upToDate = upToDate
      self.failed = failed
      self.blocked = blocked
      self.cancelled = cancelled
      self.signal = signal
      self.staleDownstream = staleDownstream
      self.fault = fault
      self.adopted = adopted
    }

    package var isSuccess: Bool {
      failed.isEmpty && cancelled.isEmpty && signal == nil && fault == nil
    }
  }
}
