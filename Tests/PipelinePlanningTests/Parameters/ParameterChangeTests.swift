import PipelineDescription
import PipelinePlanning
import PipelineTestSupport
import Testing

/// The parameters whose values differ from those that made what is there.
struct ParameterChangeTests {
  private static let values = ParameterValues(defaults: [
    ParameterDeclaration(name: "n", defaultValue: .integer(5), place: Place()),
    ParameterDeclaration(name: "region", defaultValue: .text("north"), place: Place()),
  ])

  private static func changes(
    _ reasons: [Reason],
    last: [String: ParameterValue] = [:]
  ) -> [ParameterChange] {
    ParameterChange.all(
      in: Plan(entries: [Plan.Entry(stage: 0, verdict: .run(reasons))]),
      values,
      last: last.map { Event.RunStart.Parameter(name: $0.key, value: $0.value) }
    )
  }

  @Test func `records and the last run each tell earlier values`() {
    let reason = Reason.recipe(.parameter("n"), from: ["7"], to: ["5"])
    let seven = ParameterChange(name: "n", value: "5", before: ["7"])
    #expect(Self.changes([]) == [])
    #expect(Self.changes([reason]) == [seven])
    #expect(Self.changes([], last: ["n": .integer(7)]) == [seven])
    #expect(Self.changes([reason], last: ["n": .integer(7)]) == [seven])
    #expect(
      Self.changes([reason], last: ["n": .integer(9)])
        == [ParameterChange(name: "n", value: "5", before: ["9", "7"])]
    )
  }

  @Test func `equal values and undeclared parameters are no changes`() {
    #expect(Self.changes([], last: ["n": .integer(5), "gone": .integer(1)]) == [])
    #expect(
      Self.changes([], last: ["region": .text("south")])
        == [ParameterChange(name: "region", value: "north", before: ["south"])]
    )
  }
}
