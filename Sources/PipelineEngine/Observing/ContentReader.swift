internal import Foundation
internal import PipelinePlanning
internal import PipelineSystem
internal import Synchronization

/// Reads files on its own threads, so that the loop never waits for them.
final class ContentReader: Sendable {
  private struct Job {
    var wanted: [ObservedFile]
    var report: @Sendable ([ObservedFile]) -> Void
  }

  private struct State {
    var jobs: [Job] = []
    var threads = 0
  }

  private let files: any FileSystem
  private let clock: any RunClock
  private let simulator: RunInbox.Simulator?
  private let state = Mutex(State())
  private let isStopped = Atomic(false)
  private static let mostThreads = max(1, ProcessInfo.processInfo.activeProcessorCount)

  init(files: any FileSystem, clock: any RunClock, simulator: RunInbox.Simulator?) {
    self.files = files
    self.clock = clock
    self.simulator = simulator
  }

  /// Returns nil unless the file has the given stamp both before and after the reading.
  static func digest(
    of file: ObservedFile,
    in files: any FileSystem,
    while isWanted: () -> Bool = { true }
  ) -> ContentDigest? {
    guard file.state.stamp?.kind == .file, files.state(of: file.path) == file.state,
      let digest = try? files.digest(of: file.path, while: isWanted),
      files.state(of: file.path) == file.state
    else { return nil }
    return digest
  }

  /// Reads files once the disk's clock has passed the newest one, so that a change must show in a stamp.
  ///
  /// `report` gets the readable files, with digests, on another thread unless the system refuses one.
  func read(
    _ wanted: [ObservedFile],
    disk: any AppendedFile,
    report: @escaping @Sendable ([ObservedFile]) -> Void
  ) {
    let job = Job(wanted: wanted) { [self] in
      report(waits(for: wanted, disk) ? $0.compactMap(read) : [])
    }
    if let simulator {
      return simulator.perform { job.report(job.wanted) }
    }
    let isThreadNeeded = state.withLock { state in
      state.jobs.append(job)
      defer { state.threads = min(state.threads + 1, Self.mostThreads) }
      return state.threads < Self.mostThreads
    }
    guard isThreadNeeded else { return }
    do throws(SystemFault) {
      try OwnThread.start { self.work() }
    } catch {
      // The system refused a thread, so the calling thread must read the files.
      work()
    }
  }

  /// Abandons all readings, without waiting for the threads.
  func stop() { isStopped.store(true, ordering: .releasing) }

  /// Abandons all readings, and waits until the threads have ended.
  func finish() {
    stop()
    while state.withLock({ state in
      state.jobs = []
      return state.threads > 0
    }) {
      clock.pause()
    }
  }

  private var isWanted: Bool { !isStopped.load(ordering: .acquiring) }

  private func work() {
    while let job = next() { job.report(job.wanted) }
  }

  private func next() -> Job? {
    state.withLock { state in
      if state.jobs.isEmpty {
        state.threads -= 1
        return nil
      }
      return state.jobs.removeFirst()
    }
  }

  private func read(_ file: ObservedFile) -> ObservedFile? {
    guard isWanted, let digest = Self.digest(of: file, in: files, while: { isWanted }) else {
      return nil
    }
    return ObservedFile(file.path, file.state, digest: digest)
  }

  private func waits(for wanted: [ObservedFile], _ disk: any AppendedFile) -> Bool {
    let newest = wanted.compactMap(\.state.stamp?.modified).max() ?? .min
    guard isWanted else { return false }
    return (try? DiskClock(file: disk, clock: clock).pass(newest)) != nil
  }
}
