import Testing

@testable import PipelineSystem

struct StopwatchTests {
  @Test func `the stopwatch counts the time between wake-ups`() {
    var watch = Stopwatch(interval: .milliseconds(250), now: .seconds(100))
    watch.wake(at: .milliseconds(100_100))
    watch.wake(at: .milliseconds(100_300))
    #expect(watch.elapsed == .milliseconds(300))
  }

  @Test func `an hour in which the runner was stopped counts as one interval`() {
    var watch = Stopwatch(interval: .milliseconds(250), now: .zero)
    watch.wake(at: .seconds(3600))
    #expect(watch.elapsed == .milliseconds(250))
  }

  @Test func `a clock that goes back removes no time`() {
    var watch = Stopwatch(interval: .seconds(1), now: .seconds(5))
    watch.wake(at: .seconds(6))
    watch.wake(at: .seconds(2))
    watch.wake(at: .seconds(3))
    #expect(watch.elapsed == .seconds(2))
  }

  @Test func `a wait does not exceed the time limit`() {
    var watch = Stopwatch(interval: .milliseconds(250), now: .zero)
    #expect(watch.sleep(until: nil) == .milliseconds(250))
    #expect(watch.sleep(until: .seconds(1)) == .milliseconds(250))
    #expect(watch.sleep(until: .milliseconds(40)) == .milliseconds(40))
    watch.wake(at: .milliseconds(40))
    #expect(watch.sleep(until: .milliseconds(40)) == .zero)
    #expect(watch.sleep(until: .milliseconds(30)) == .zero)
  }

  @Test(arguments: [
    (Duration.zero, Int32(0)), (.microseconds(1), 1), (.milliseconds(1), 1),
    (.microseconds(1001), 2),
    (.seconds(2), 2000), (.seconds(100_000), 3_600_000),
  ])
  func `a wait in milliseconds is rounded up and bounded`(time: Duration, expected: Int32) {
    #expect(time.pollMilliseconds == expected)
  }
}
