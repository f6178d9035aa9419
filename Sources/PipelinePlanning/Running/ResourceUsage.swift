/// What an attempt took of the machine, as far as samples show it.
package struct ResourceUsage: Equatable, Sendable {
  /// The most main memory that all its processes held together at any sample, in bytes; nil where it
  /// ended before the first.
  package var peakMemory: Int64?
  /// Processor time of all its processes, in seconds; nil where it ended before the first sample.
  package var cpu: Double?

  package init(peakMemory: Int64? = nil, cpu: Double? = nil) {
    self.peakMemory = peakMemory
    self.cpu = cpu
  }

  /// Takes in what the script after it took: the higher peak, and the time of both.
  package mutating func add(_ next: ResourceUsage) {
    peakMemory = [peakMemory, next.peakMemory].compactMap { $0 }.max()
    if let more = next.cpu { cpu = (cpu ?? 0) + more }
  }
}
