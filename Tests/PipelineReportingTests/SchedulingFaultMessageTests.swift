import PipelineDescription
import PipelinePlanning
import PipelineReporting
import RecordedTexts
import Testing

/// The words of the faults of `Retry`, `Jobs`, `Resources`, `Limits` and `Exclusive`.
struct SchedulingFaultMessageTests {
  static let retries: [RetryFault.Kind] = [
    .count(0),
    .delay(-5),
    .factor(0.5),
    .longestDelay(.infinity),
    .jitter(20),
    .noFailures,
    .exitStatus(256),
    .signal(65),
  ]

  @Test func `faults of a retry`() {
    expectRecorded(
      Self.retries.map {
        GraphFault.retry(RetryFault($0, stage: "a", place: Place(3))).message(
          manifest: "Pipeline.swift"
        )
      }
    )
  }

  static let resources: [ResourceFault] = [
    ResourceFault(.badName, name: "my gpu", stage: "a", place: Place(3)),
    ResourceFault(.badAmount(0), name: "gpu", stage: nil, place: Place(3)),
    ResourceFault(.badAmount(1.5), name: "gpu", stage: "a", place: Place(3)),
    ResourceFault(.badAmount(1.5), name: "memory", stage: "a", place: Place(3)),
    ResourceFault(
      .declaredTwice(firstPlace: Place(2)),
      name: "gpu",
      stage: "a",
      place: Place(3)
    ),
    ResourceFault(
      .declaredTwice(firstPlace: Place(2)),
      name: "gpu",
      stage: nil,
      place: Place(3)
    ),
    ResourceFault(
      .exclusiveTwice(firstPlace: Place(2)),
      name: "db",
      stage: "a",
      place: Place(3)
    ),
    ResourceFault(.exclusiveAndTaken(place: Place(2)), name: "db", stage: "a", place: Place(3)),
    ResourceFault(.exclusiveOfMachine, name: "cores", stage: "a", place: Place(3)),
    ResourceFault(
      .exclusiveWithLimit(3, place: Place(2)),
      name: "db",
      stage: "a",
      place: Place(3)
    ),
    ResourceFault(.otherCase("db", place: Place(2)), name: "DB", stage: "a", place: Place(3)),
    ResourceFault(.otherCase("cores", place: nil), name: "Cores", stage: "a", place: Place(3)),
  ]

  @Test func `faults of resources`() {
    expectRecorded(
      Self.resources.map { GraphFault.resource($0).message(manifest: "Pipeline.swift") }
    )
  }

  @Test func `a fault of jobs`() {
    expectRecorded(
      GraphFault.badJobs(0, place: Place(3)).message(manifest: "Pipeline.swift").text()
    )
  }
}
