internal import PipelineEngine

/// The two clocks of a run, both read off the virtual disk's.
package struct TestClock: RunClock {
  private let files: VirtualFileSystem

  package init(files: VirtualFileSystem) {
    self.files = files
  }

  package var wall: Int64 { files.now / 1_000_000 }

  package var steady: Double { Double(files.now) / 1e9 }

  /// Lets the disk's clock tick once.
  package func pause() { files.tick() }
}
