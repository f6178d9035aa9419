import PipelinePlanning
import PipelineTestSupport
import Testing

/// Stages that must run only because the times of files differ.
struct OnlyTimesTests {
  private static func touched(_ path: String, size: Int64 = 5, kind: Stamp.Kind = .file) -> Reason {
    let old = Stamp(kind: kind, size: 5, modified: 1)
    let new = Stamp(kind: kind, size: size, modified: 2)
    return .file(.input, Path(path), .changed(from: old, to: new))
  }

  @Test func `a reason is only a matter of time if the size, the kind and the link are equal`() {
    #expect(Self.touched("a").isOnlyTime)
    #expect(!Self.touched("a", size: 6).isOnlyTime)
    #expect(!Self.touched("a", kind: .folder).isOnlyTime)
    let old = Stamp(size: 5, modified: 1, link: "x")
    let new = Stamp(size: 5, modified: 2, link: "y")
    #expect(!Reason.file(.input, Path("a"), .changed(from: old, to: new)).isOnlyTime)
    #expect(!Reason.file(.input, Path("a"), .missing).isOnlyTime)
    #expect(!Reason.neverRun.isOnlyTime)
  }

  @Test func `a plan counts stages all of whose reasons are only a matter of time`() {
    let plan = Plan(entries: [
      Plan.Entry(stage: 0, verdict: .run([Self.touched("a")])),
      Plan.Entry(stage: 1, verdict: .run([Self.touched("a"), Self.touched("b")])),
      Plan.Entry(stage: 2, verdict: .run([Self.touched("c"), .forced])),
      Plan.Entry(stage: 3, verdict: .upToDate),
      Plan.Entry(stage: 4, verdict: .run([])),
    ])
    #expect(plan.countOnlyTimes { _ in false } == 2)
    #expect(plan.countOnlyTimes { $0 == 1 } == 1)
    #expect(plan.countOnlyTimes(leastFiles: 2) { _ in false } == 2)
    #expect(plan.countOnlyTimes(leastFiles: 2) { $0 == 1 } == 0)
  }
}
