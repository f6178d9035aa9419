import PipelineDescription
import PipelineTestSupport
import Testing

@testable import PipelinePlanning

/// Causes in a plan: all small graphs, with every choice of stale stages.
struct CausesTests {
  /// Stages `s0`, `s1`, …; a bit in `files` connects an edge by a file, otherwise by a name.
  private static func graph(_ edges: [(Int, Int)], count: Int, files: Int) throws -> Graph {
    let stages = (0..<count).map { index in
      Stage("s\(index)") {
        Command("true")
        Outputs("o\(index)")
        for (position, edge) in edges.enumerated() where edge.1 == index {
          if files >> position & 1 == 1 { Inputs("o\(edge.0)") } else { Upstream("s\(edge.0)") }
        }
      }
    }
    return try Graph(Pipeline("p") { stages }, resolver: PathResolver(root: "/srv", home: nil))
  }

  /// The plan in which the stages of `stale` have their own reason.
  private static func plan(_ graph: Graph, stale: Set<StageID>) -> Plan {
    var verdicts: [StageID: Plan.Verdict] = [:]
    for index in graph.order {
      let pending = graph.upstream(of: index).filter { verdicts[$0] != .upToDate }
      var reasons: [Reason] =
        stale.contains(index) ? [.recipe(.variable("V"), from: [], to: [])] : []
      for other in graph.unconnectedUpstream(of: index) {
        if case .run = verdicts[other] { reasons.append(.upstreamRanAgain(graph.name(of: other))) }
      }
      verdicts[index] = Plan.verdict(reasons: reasons, pending: pending.map(graph.name(of:)))
    }
    return Plan(
      entries: graph.order.map { Plan.Entry(stage: $0, verdict: verdicts[$0] ?? .upToDate) }
    )
  }

  /// Every graph of up to four stages, each edge a file or a name, each set of stale stages.
  private static func walk(_ visit: (Graph, Set<StageID>, Plan) throws -> Void) throws {
    for count in 1...4 {
      for edges in SmallGraphs.edges(count: count) {
        for files in [0, (1 << edges.count) - 1, 0b010101, 0b101010] {
          let graph = try graph(edges, count: count, files: files)
          for bits in 0..<(1 << count) {
            let stale = Set(graph.stages.filter { bits >> $0.index & 1 == 1 })
            try visit(graph, stale, plan(graph, stale: stale))
          }
        }
      }
    }
  }

  @Test func `a chain leads from the stage to stages with their own reasons`() throws {
    var chains = 0
    try Self.walk { graph, stale, plan in
      let causes = Causes(of: plan, in: graph)
      for stage in graph.order {
        let chain = causes.chain(of: stage)
        var reached: Set = [stage]
        for link in chain {
          // An earlier link named this stage.
          #expect(reached.contains(link.stage))
          switch link.cause {
          case .upstream(let other, let reads):
            #expect(graph.upstream(of: link.stage).contains(other))
            #expect(causes.verdict(on: other) != .upToDate)
            let isFile = graph.makers(of: link.stage).contains(other)
            #expect(reads == (isFile ? ["o\(other.index)"] : []))
            reached.insert(other)
          case .reasons(let reasons):
            #expect(link.stage != stage && stale.contains(link.stage))
            #expect(reasons == [.recipe(.variable("V"), from: [], to: [])])
          }
        }
        // Each path ends at a stage with its own reason, and the chain contains each of these.
        for other in reached where other != stage {
          let isTold = chain.contains { $0.stage == other }
          #expect(isTold)
        }
        if case .mayRun = causes.verdict(on: stage) {
          let roots = Set(
            chain.filter { if case .reasons = $0.cause { true } else { false } }.map(\.stage)
          )
          #expect(!roots.isEmpty)
          chains += 1
        }
        if causes.verdict(on: stage) == .upToDate { #expect(chain.isEmpty) }
      }
    }
    #expect(chains > 100)
  }

  @Test func `each link appears once, and dependencies come first`() throws {
    try Self.walk { graph, _, plan in
      let causes = Causes(of: plan, in: graph)
      for stage in graph.order {
        let chain = causes.chain(of: stage)
        for (position, link) in chain.enumerated() {
          #expect(!chain[..<position].contains(link))
          guard case .upstream(let other, _) = link.cause else { continue }
          #expect(!chain[..<position].contains { $0.stage == other })
        }
      }
    }
  }

  @Test func `all stages after a stage that runs or may run also run or may run`()
    throws
  {
    try Self.walk { graph, _, plan in
      let causes = Causes(of: plan, in: graph)
      for stage in graph.order {
        let downstream = causes.downstream(of: stage)
        let told = downstream.runs + downstream.mayRun
        if causes.verdict(on: stage) == .upToDate {
          #expect(told.isEmpty)
          continue
        }
        let after = closure(of: [stage], over: graph.downstream(of:)).subtracting([stage])
        #expect(Set(told) == after && told.count == after.count)
        for other in downstream.mayRun {
          if case .mayRun = causes.verdict(on: other) { continue }
          Issue.record("\(other) does not just depend on what runs")
        }
      }
    }
  }

  @Test func `a plan of a stage's neighborhood agrees with the full plan`() throws {
    try Self.walk { graph, stale, plan in
      let all = Causes(of: plan, in: graph)
      for stage in graph.order {
        let around = graph.surroundings(of: [stage])
        #expect(around.contains(stage))
        for index in around {
          // The part contains all upstream stages, so it needs no other stage.
          #expect(graph.upstream(of: index).allSatisfy(around.contains))
        }
        let entries = plan.entries.filter { around.contains($0.stage) }
        let part = Causes(of: Plan(entries: entries), in: graph)
        #expect(part.chain(of: stage) == all.chain(of: stage))
        #expect(part.downstream(of: stage) == all.downstream(of: stage))
        #expect(part.before(stage) == all.before(stage))
      }
    }
  }

  @Test func `a stage with its own reason ends the chain`() throws {
    // s0 → s1 → s2, where the first two have their own reasons.
    let graph = try Self.graph([(0, 1), (1, 2)], count: 3, files: 0b11)
    let causes = Causes(of: Self.plan(graph, stale: [0, 1]), in: graph)
    #expect(
      causes.chain(of: 2) == [
        Explanation.Link(stage: 2, cause: .upstream(1, reads: ["o1"])),
        Explanation.Link(stage: 1, cause: .reasons([.recipe(.variable("V"), from: [], to: [])])),
      ]
    )
    #expect(causes.chain(of: 1).isEmpty)
    #expect(causes.before(1) == [0])
    #expect(causes.downstream(of: 0) == Explanation.Downstream(runs: [1], mayRun: [2]))
  }

  @Test func `the cause of a run is upstream if only a name connects the stages`() throws {
    let graph = try Self.graph([(0, 1)], count: 2, files: 0)
    let causes = Causes(of: Self.plan(graph, stale: [0]), in: graph)
    #expect(causes.verdict(on: 1) == .run([.upstreamRanAgain("s0")]))
    #expect(
      causes.chain(of: 1) == [
        Explanation.Link(stage: 1, cause: .upstream(0, reads: [])),
        Explanation.Link(stage: 0, cause: .reasons([.recipe(.variable("V"), from: [], to: [])])),
      ]
    )
  }
}
