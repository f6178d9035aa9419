import PipelineDescription
import PipelinePlanning
import Testing

/// The stages that the user selects.
struct SelectionTests {
  private let resolver = PathResolver(root: "/srv", home: nil)

  /// a → b → c, and a separate d, in this order.
  private func names(_ selection: Selection) throws -> String {
    let graph = try Graph(
      Pipeline("p") {
        Stage("a") { Command("make \(output: "a.out")") }
        Stage("b-1") { Command("use \(input: "a.out") \(output: "b/")") }
        Stage("c") { Command("use \(input: "b/*")") }
        Stage("d-1") { Command("true") }
      },
      resolver: resolver
    )
    let stages = try selection.stages(in: graph, resolver: resolver)
    return graph.order.filter(stages.contains).map(graph.name).joined(separator: " ")
  }

  @Test(arguments: [
    (Selection(), "a b-1 c d-1"),
    (Selection(stages: ["c"]), "c"),
    (Selection(stages: ["c", "a"]), "a c"),
    (Selection(stages: ["*-1"]), "b-1 d-1"),
    (Selection(from: ["b-1"]), "b-1 c d-1"),
    (Selection(to: ["b-1"]), "a b-1"),
    (Selection(to: ["./a.out"]), "a"),
    (Selection(to: ["b/deep/file"]), "a b-1"),
    (Selection(to: ["/srv/b/"]), "a b-1"),
    (Selection(downstream: ["b-1"]), "b-1 c"),
    (Selection(from: ["b-1"], to: ["c"]), "b-1 c"),
    (Selection(stages: ["*-1"], downstream: ["a"]), "b-1"),
    (Selection(from: ["c", "a"]), "a b-1 c d-1"),
  ])
  func `each kind of selection follows the manual`(selection: Selection, names: String)
    throws
  {
    #expect(try self.names(selection) == names)
  }

  @Test func `an unknown name suggests the nearest one`() {
    let all = ["a", "b-1", "c", "d-1"]
    for selection in [
      Selection(stages: ["b-2"]), Selection(from: ["b-2"]), Selection(downstream: ["b-2"]),
    ] {
      #expect(throws: SelectionFault.unknownStage("b-2", nearest: "b-1", stages: all)) {
        try names(selection)
      }
    }
    #expect(throws: SelectionFault.unknownTarget("b-2", nearest: "b-1", stages: all)) {
      try names(Selection(to: ["b-2"]))
    }
    #expect(throws: SelectionFault.noStageMatches(glob: "x*")) {
      try names(Selection(stages: ["x*"]))
    }
    #expect(throws: SelectionFault.nothingInCommon) {
      try names(Selection(from: ["c"], to: ["a"]))
    }
  }
}
