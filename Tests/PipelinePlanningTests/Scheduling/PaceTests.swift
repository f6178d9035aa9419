import PipelinePlanning
import Testing

/// When a running stage counts as overdue, and when as silent.
struct PaceTests {
  @Test(arguments: [
    // Below half of the usual time, or below 2 s, a difference means nothing.
    (5.0, nil as Double?, nil as Double?),
    (0.5, 1, nil), (2.9, 1, nil), (3, 1, 2), (30, 1, 29),
    (5.9, 4, nil), (6, 4, 2),
    (149, 100, nil), (150, 100, 50),
    (1.9, 0, nil), (2, 0, 2),
  ])
  func `a stage is overdue by half of its usual time and 2 s at least`(
    elapsed: Double,
    usual: Double?,
    overdue: Double?
  ) {
    #expect(Pace(elapsed: elapsed, usual: usual).overdue == overdue)
  }

  @Test func `a silence counts from 3 s on`() {
    #expect(Pace(elapsed: 9, silence: 2.9).longSilence == nil)
    #expect(Pace(elapsed: 9, silence: 3).longSilence == 3)
    #expect(Pace(elapsed: 9).longSilence == nil)
  }

  @Test func `a stage that is on time is over by 0 s, one without history by an unknown time`() {
    #expect(Pace(elapsed: 1, usual: 3).over == 0)
    #expect(Pace(elapsed: 4, usual: 3).over == 1)
    #expect(Pace(elapsed: 4).over == nil)
  }
}
