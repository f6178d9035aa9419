import PipelineDescription
import PipelinePlanning
import PipelineTestSupport
import Testing

/// The demand of stages, compared with the capacity.
struct CapacityCheckTests {
  private func faults(
    _ stage: Stage,
    limits: Limits? = nil,
    settings: [String: Int] = [:]
  ) throws -> [CapacityFault] {
    let pipeline = Pipeline("p") {
      if let limits { limits }
      stage
    }
    let graph = try Graph(pipeline, resolver: PathResolver(root: "/srv", home: nil))
    return CapacityCheck.faults(
      graph,
      stages: [0],
      capacity: Capacity(
        limits: pipeline.limits,
        exclusives: graph.exclusives,
        jobs: 2,
        cores: 4,
        memory: 100,
        settings: settings
      ),
      limits: pipeline.limits,
      settings: settings
    )
  }

  private func stage(_ clause: Resources) -> Stage {
    Stage("a", line: 1) {
      Command("true")
      clause
    }
  }

  @Test func `a stage that fits has no fault`() throws {
    let all = stage(Resources(cores: 4, memory: MemorySize(bytes: 100), ["api": 3], line: 9))
    #expect(try faults(all, limits: Limits(["api": 3])) == [])
    #expect(try faults(all, limits: Limits(["api": 1]), settings: ["api": 3]) == [])
  }

  @Test func `a stage that needs more than the capacity is a fault`() throws {
    #expect(
      try faults(stage(Resources(cores: 5, memory: MemorySize(bytes: 101), line: 9))) == [
        .tooMuch(stage: "a", resource: "cores", wanted: 5, available: 4, place: Place(#fileID, 9)),
        .tooMuch(
          stage: "a",
          resource: "memory",
          wanted: 101,
          available: 100,
          place: Place(#fileID, 9)
        ),
      ]
    )
    #expect(
      try faults(
        stage(Resources(["api": 3], line: 9)),
        limits: Limits(["api": 5]),
        settings: ["api": 2]
      ) == [
        .tooMuch(stage: "a", resource: "api", wanted: 3, available: 2, place: Place(#fileID, 9))
      ]
    )
  }

  @Test func `a resource without a declared capacity is a fault`() throws {
    #expect(
      try faults(stage(Resources(["gpus": 1], line: 9)), limits: Limits(["gpu": 1]))
        == [.noLimit(stage: "a", resource: "gpus", nearest: "gpu", place: Place(#fileID, 9))]
    )
  }

  @Test func `a setting for an exclusive or an unknown resource is a fault`() throws {
    #expect(
      try faults(
        Stage("a") {
          Command("true")
          Exclusive("database")
        },
        settings: ["database": 2, "databse": 1]
      ) == [
        .exclusiveSetting(resource: "database", amount: 2),
        .unknownSetting(resource: "databse", nearest: "database"),
      ]
    )
  }
}
