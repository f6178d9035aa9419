import Testing

@testable import simulate

/// Some histories of the simulation; `swift run -c release simulate --histories 10000` plays many.
struct SimulationTests {
  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func `a history with faults ends like a clean build and logs it`(seed: UInt64) {
    #expect(History.play(seed: seed).failures == [])
  }

  @Test func `a seed replays exactly`() {
    let (one, other) = (History.play(seed: 7), History.play(seed: 7, isTelling: true))
    #expect(one.digest == other.digest)
    #expect(!other.story.isEmpty)
  }
}
