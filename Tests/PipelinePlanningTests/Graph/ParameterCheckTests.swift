import PipelineDescription
import PipelinePlanning
import Testing

/// The faults of parameters in a manifest, each with its line.
struct ParameterCheckTests {
  private func faults(
    _ parameters: [ParameterDeclaration],
    @StageBuilder _ stage: () -> StageContent = { StageBuilder.buildExpression(Command("true")) }
  ) -> [ParameterFault] {
    var pipeline = Pipeline("p", line: 1) { Stage("s", line: 9, stage) }
    pipeline.parameters = parameters
    do throws(GraphFaults) {
      _ = try Graph(pipeline, resolver: PathResolver(root: "/srv", home: nil))
      return []
    } catch {
      return error.faults.compactMap { fault in
        guard case .parameter(let fault) = fault else { return nil }
        return fault
      }
    }
  }

  private func declared(
    _ name: String,
    _ value: ParameterValue = .integer(1),
    _ line: Int = 2
  ) -> ParameterDeclaration {
    ParameterDeclaration(name: name, defaultValue: value, place: Place(#fileID, line))
  }

  @Test(arguments: ["a", "_", "top-n", "Top_9", "a" + String(repeating: "b", count: 99)])
  func `the check accepts a good name`(_ name: String) {
    #expect(faults([declared(name)]) == [])
  }

  @Test(arguments: [
    "", "9a", "-a", "a.b", "a b", "ä", "a=b", "a\0", "a" + String(repeating: "b", count: 100),
  ])
  func `the check rejects a bad name`(_ name: String) {
    #expect(
      faults([declared(name)]) == [ParameterFault(.badName, name: name, place: Place(#fileID, 2))]
    )
  }

  @Test func `a second declaration and a shared variable are faults`() {
    let all = [
      declared("top-n", .integer(1), 2), declared("top-n", .text("1"), 3),
      declared("TOP_N", .integer(1), 4),
    ]
    #expect(
      faults(all) == [
        ParameterFault(
          .duplicate(otherPlace: Place(#fileID, 2)),
          name: "top-n",
          place: Place(#fileID, 3)
        ),
        ParameterFault(
          .sameVariable(
            other: "top-n",
            otherPlace: Place(#fileID, 2),
            variable: "PIPELINE_PARAM_TOP_N"
          ),
          name: "TOP_N",
          place: Place(#fileID, 4)
        ),
      ]
    )
  }

  @Test(arguments: [ParameterValue.number(.infinity), .number(.nan), .text("a\0b")])
  func `a default of NaN, infinity or a NUL byte is a fault`(_ value: ParameterValue) {
    #expect(
      faults([declared("a", value)]) == [
        ParameterFault(.badDefault, name: "a", place: Place(#fileID, 2))
      ]
    )
  }

  @Test func `an unknown parameter name is a fault in every place`() {
    let found = faults([declared("top")]) {
      Script(
        path: "a.py",
        arguments: [Argument(.parameter, "tpo", Place(#fileID, 4))],
        interpreter: nil,
        place: Place(#fileID, 4)
      )
      Command(
        pieces: [.text("b "), .parameter(.init(name: "x-y", place: Place(#fileID, 5)))],
        place: Place(#fileID, 5)
      )
      Uses(Parameter("other", default: 1), Parameter("top", default: 1), line: 6)
    }
    #expect(
      found == [
        ParameterFault(.unknown(stage: "s", nearest: "top"), name: "tpo", place: Place(#fileID, 4)),
        ParameterFault(.unknown(stage: "s", nearest: nil), name: "x-y", place: Place(#fileID, 5)),
        ParameterFault(.unknown(stage: "s", nearest: nil), name: "other", place: Place(#fileID, 6)),
      ]
    )
  }
}
