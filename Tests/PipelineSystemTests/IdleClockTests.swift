import Testing

@testable import PipelineSystem

struct IdleClockTests {
  @Test func `only a script that neither prints nor computes is idle`() {
    var clock = IdleClock(printed: 10)
    #expect(clock.idle(printed: 10, cpu: nil, at: .seconds(1)) == .zero, "no sample yet")
    #expect(clock.idle(printed: 10, cpu: 0.5, at: .seconds(2)) == .zero, "it computed")
    #expect(clock.idle(printed: 10, cpu: 0.5, at: .seconds(4)) == .seconds(2))
    #expect(clock.idle(printed: 11, cpu: 0.5, at: .seconds(5)) == .zero, "it printed")
    #expect(clock.idle(printed: 11, cpu: 0.5, at: .seconds(8)) == .seconds(3))
    #expect(clock.idle(printed: 11, cpu: 0.2, at: .seconds(9)) == .zero, "a process of it ended")
    #expect(clock.idle(printed: 11, cpu: 0.2, at: .seconds(20)) == .seconds(11))
  }
}
