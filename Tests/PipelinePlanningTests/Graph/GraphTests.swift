import PipelineDescription
import PipelineTestSupport
import Testing

@testable import PipelinePlanning

/// Faults of manifests, edges and order.
struct GraphTests {
  private func graph(
    realPath: @escaping @Sendable (Path) -> Path = { $0 },
    parallel: some Parallel = Sequential(),
    @PipelineBuilder _ content: () -> PipelineContent
  ) throws(GraphFaults) -> Graph {
    try Graph(
      Pipeline("p", place: Place(#fileID, 1), content: content()),
      resolver: PathResolver(root: "/srv", home: "/home/user"),
      manifest: Path("Pipeline.swift"),
      realPath: realPath,
      parallel: parallel
    )
  }

  private func faults(
    realPath: @escaping @Sendable (Path) -> Path = { $0 },
    parallel: some Parallel = Sequential(),
    @PipelineBuilder _ content: () -> PipelineContent
  ) -> [GraphFault] {
    do {
      _ = try graph(realPath: realPath, parallel: parallel, content)
      return []
    } catch {
      return error.faults
    }
  }

  /// The faults of one stage with an output.
  private func faults(output: String) -> [GraphFault] {
    faults {
      Stage("a", line: 2) {
        Script("a.sh", line: 3)
        Inputs("in", "folder/", line: 4)
        Outputs(output, line: 5)
      }
    }
  }

  @Test(arguments: [
    "-rf", "..", ".a", "a/b", "é", "", "a b", "a\u{0}", String(repeating: "x", count: 101),
  ])
  func `the graph rejects a bad name`(name: String) {
    #expect(
      faults { Stage(name, line: 2) { Command("true") } } == [
        .badStageName(name, place: Place(#fileID, 2))
      ]
    )
  }

  /// Runs the second closure first, as two threads may.
  private struct TheOtherWayRound: Parallel {
    func both<First: Sendable, Second>(
      _ first: @escaping @Sendable () -> First,
      _ second: () -> Second
    ) -> (First, Second) {
      let second = second()
      return (first(), second)
    }
  }

  @Test func `the faults do not depend on the order of the checks`() {
    func found(_ parallel: some Parallel) -> [GraphFault] {
      faults(parallel: parallel) {
        Stage("-", line: 2) { Outputs("../a", line: 2) }
        Stage("b", line: 2) {
          Upstream("c", line: 2)
          Outputs(".pipeline/", "x", line: 2)
        }
        Stage("b", line: 2) { Outputs("x", line: 2) }
      }
    }
    #expect(found(Sequential()).count == 8)
    #expect(found(Sequential()) == found(TheOtherWayRound()))
  }

  @Test func `an output in a forbidden place causes no further faults`() {
    #expect(
      faults {
        for (name, output, line) in [
          ("a", ".pipeline/", 2), ("b", ".pipeline/x", 3), ("c", "y", 4), ("d", "y", 5),
          ("e", "y", 6),
        ] {
          Stage(name, line: line) {
            Command("true")
            if name == "c" { Inputs("y", line: line) }
            Outputs(output, line: line)
          }
        }
      } == [
        .outputInState(stage: "a", path: ".pipeline/", place: Place(#fileID, 2)),
        .outputInState(stage: "b", path: ".pipeline/x", place: Place(#fileID, 3)),
        .outputIsInput(
          stage: "c",
          path: "y",
          place: Place(#fileID, 4),
          inputPlace: Place(#fileID, 4)
        ),
        .duplicateOutput(
          path: "y",
          stage: "e",
          place: Place(#fileID, 6),
          other: GraphFault.DeclaredOutput(path: "y", stage: "d", place: Place(#fileID, 5))
        ),
      ]
    )
  }

  @Test func `two stages with the same name do not count as two producers of an output`() {
    #expect(
      faults {
        for line in [2, 3] {
          Stage("a", line: line) {
            Command("true")
            Outputs("o", line: line)
          }
        }
      } == [
        .duplicateStage("a", place: Place(#fileID, 3), other: "a", otherPlace: Place(#fileID, 2))
      ]
    )
  }

  @Test func `names that differ only in case are the same name`() {
    #expect(
      faults {
        Stage("a", line: 2) { Command("true") }
        Stage("A", line: 3) { Command("true") }
      } == [
        .duplicateStage("A", place: Place(#fileID, 3), other: "a", otherPlace: Place(#fileID, 2))
      ]
    )
  }

  @Test func `the graph reports all faults of a stage's declarations in order`() {
    #expect(faults {} == [.noStages(place: Place(#fileID, 1))])
    #expect(
      faults {
        Stage("a", line: 2) { Timeout(seconds: 0, line: 3) }
        Stage("b", line: 4) {
          Script(" ", line: 5)
          Command("\t\n", line: 6)
          Environment("A=B", line: 7)
          Environment("C", line: 8)
          Environment("C", line: 9)
          Inputs("", line: 10)
          Upstream("aa", line: 11)
          Timeout(seconds: .nan, line: 12)
        }
      }.map(\.place.line) == [2, 3, 5, 6, 7, 9, 10, 11, 12]
    )
  }

  @Test(arguments: [0, -1, 1e308, .infinity, .nan] as [Double])
  func `a time limit is positive and finite`(seconds: Double) {
    let found = faults {
      Stage("a") {
        Command("true")
        Timeout(seconds: seconds, line: 9)
      }
    }
    guard case .badTimeout("a", _, let place) = found.first, place.line == 9, found.count == 1
    else {
      Issue.record("\(found)")
      return
    }
  }

  @Test func `an unknown upstream stage suggests the nearest name`() {
    #expect(
      faults {
        Stage("clean", line: 2) { Command("true") }
        Stage("b", line: 3) {
          Command("true")
          Upstream("claen", line: 4)
        }
      } == [.unknownUpstream(stage: "b", name: "claen", nearest: "clean", place: Place(#fileID, 4))]
    )
  }

  @Test func `an output lies in the root and is no file that belongs to something else`() {
    #expect(
      faults(output: "o/*") == [.outputIsGlob(stage: "a", path: "o/*", place: Place(#fileID, 5))]
    )
    #expect(
      faults(output: "../o") == [
        .outputOutsideRoot(stage: "a", path: "../o", place: Place(#fileID, 5))
      ]
    )
    #expect(
      faults(output: "/o") == [.outputOutsideRoot(stage: "a", path: "/o", place: Place(#fileID, 5))]
    )
    #expect(
      faults(output: "~/o") == [
        .outputOutsideRoot(stage: "a", path: "~/o", place: Place(#fileID, 5))
      ]
    )
    #expect(
      faults(output: "./") == [.outputIsRoot(stage: "a", path: "./", place: Place(#fileID, 5))]
    )
    #expect(
      faults(output: ".pipeline/x") == [
        .outputInState(stage: "a", path: ".pipeline/x", place: Place(#fileID, 5))
      ]
    )
    #expect(
      faults(output: "x/../.pipeline/") == [
        .outputInState(stage: "a", path: "x/../.pipeline/", place: Place(#fileID, 5))
      ]
    )
    @Sendable func realPath(_ path: Path) -> Path { path == Path("e") ? Path(".pipeline") : path }
    let behindLink = faults(realPath: realPath) {
      Stage("a", line: 2) {
        Command("true", line: 3)
        Outputs("e/state", line: 4)
      }
    }
    #expect(behindLink == [.outputInState(stage: "a", path: "e/state", place: Place(#fileID, 4))])
    #expect(
      faults(output: "./Pipeline.swift")
        == [.outputIsManifest(stage: "a", path: "./Pipeline.swift", place: Place(#fileID, 5))]
    )
    #expect(
      faults(output: "x/../a.sh")
        == [
          .outputIsScript(stage: "a", path: "x/../a.sh", script: "a.sh", place: Place(#fileID, 5))
        ]
    )
    #expect(
      faults(output: "./in") == [
        .outputIsInput(
          stage: "a",
          path: "./in",
          place: Place(#fileID, 5),
          inputPlace: Place(#fileID, 4)
        )
      ]
    )
    #expect(
      faults(output: "folder/")
        == [
          .outputIsInput(
            stage: "a",
            path: "folder/",
            place: Place(#fileID, 5),
            inputPlace: Place(#fileID, 4)
          )
        ]
    )
    #expect(faults(output: "folder/o") == [])
  }

  @Test func `a pattern creates an edge through a linked folder only if it matches`()
    throws
  {
    // The folder `link` is a link to `data`.
    @Sendable func realPath(_ path: Path) -> Path { path == Path("link") ? Path("data") : path }
    let graph = try graph(realPath: realPath) {
      Stage("reader") {
        Command("true")
        Inputs("link/x-*.csv")
      }
      Stage("other") {
        Command("true")
        Inputs("link/y-*.csv", "link/o")
      }
      Stage("maker") {
        Command("true")
        Outputs("data/x-1.csv")
      }
      Stage("plain") {
        Command("true")
        Outputs("data/o")
      }
    }
    #expect(graph.stages.map { Array(graph.upstream(of: $0)) } == [[2], [3], [], []])
  }

  @Test func `two inputs that differ only in the encoding of a letter are distinct`() throws {
    let graph = try graph {
      Stage("a") {
        Command("true")
        Inputs("caf\u{E9}.txt", "cafe\u{301}.txt")
      }
    }
    #expect(graph.nodes[0].inputs.count == 2)
  }

  @Test(arguments: [("o", "./d/../o"), ("o", "x//../o"), ("o", "/srv/o"), ("d/o", "e/o")])
  func `one output with two spellings is a fault`(first: String, second: String) {
    // The folder `e` is a link to `d`.
    @Sendable func realPath(_ path: Path) -> Path { path == Path("e") ? Path("d") : path }
    let found = faults(realPath: realPath) {
      Stage("a") {
        Command("true")
        Outputs(first, line: 3)
      }
      Stage("b") {
        Command("true")
        Outputs(second, line: 5)
      }
    }
    #expect(
      found == [
        .duplicateOutput(
          path: second,
          stage: "b",
          place: Place(#fileID, 5),
          other: GraphFault.DeclaredOutput(path: first, stage: "a", place: Place(#fileID, 3))
        )
      ]
    )
  }

  @Test func `an output inside another is a fault`() {
    #expect(
      faults {
        Stage("a") {
          Command("true")
          Outputs("d/x/y", line: 3)
        }
        Stage("b") {
          Command("true")
          Outputs("d/", line: 5)
        }
      } == [
        .outputInsideOutput(
          path: "d/x/y",
          stage: "a",
          place: Place(#fileID, 3),
          folder: GraphFault.DeclaredOutput(path: "d/", stage: "b", place: Place(#fileID, 5))
        )
      ]
    )
  }

  @Test func `the graph reports the whole cycle, through names or files`() {
    #expect(
      faults {
        Stage("a", line: 2) {
          Upstream("b")
          Command("make \(output: "f")")
        }
        Stage("b", line: 3) { Command("use \(input: "g")") }
        Stage("c", line: 4) { Command("use \(input: "f") > \(output: "g")") }
        Stage("d", line: 5) {
          Upstream("a")
          Command("true")
        }
      } == [
        .cycle([
          GraphFault.CycleLink(stage: "a", place: Place(#fileID, 2), file: nil),
          GraphFault.CycleLink(stage: "b", place: Place(#fileID, 3), file: "g"),
          GraphFault.CycleLink(stage: "c", place: Place(#fileID, 4), file: "f"),
        ])
      ]
    )
  }

  @Test func `a stage that depends on itself is a cycle of length one`() {
    #expect(
      faults {
        Stage("a", line: 2) {
          Upstream("a")
          Command("true")
        }
      }
        == [.cycle([GraphFault.CycleLink(stage: "a", place: Place(#fileID, 2), file: nil)])]
    )
  }

  @Test func `a file that one script makes for the next is no input of the stage`() throws {
    let graph = try graph {
      Stage("a") {
        Script("one.py", .input("raw"), .output("sessions"))
        Script("two.py", .input("sessions"), .output("enriched"))
      }
    }
    #expect(graph.nodes[0].inputs.map(\.text) == ["raw"])
    #expect(
      faults {
        Stage("a") {
          Script("one.py", .input("sessions", line: 3), .output("x"), line: 3)
          Script("two.py", .output("sessions", line: 3), line: 3)
          Script("three.py", .input("sessions", line: 3), line: 3)
        }
      } == [
        .outputIsInput(
          stage: "a",
          path: "sessions",
          place: Place(#fileID, 3),
          inputPlace: Place(#fileID, 3)
        )
      ]
    )
  }

  @Test(arguments: [
    ("d/x.csv", "d/x.csv", true), ("d/*.csv", "d/x.csv", true), ("d/*.csv", "d/x.txt", false),
    ("d/", "d/x", true), ("d/**", "d/e/x", true), ("d/x", "d/", true), ("d/*.csv", "d/", true),
    ("d/e/*.csv", "d/", true), ("d/*", "d/e/x", true), ("d/*", "d/e/", true), ("e/*", "d/x", false),
    ("./d//x", "d/x", true), ("d", "dx", false), ("d/.*", "d/x", false),
  ])
  func `a stage waits for the producer of its input`(input: String, output: String, waits: Bool)
    throws
  {
    let graph = try graph {
      Stage("use") {
        Command("true")
        Inputs(input)
      }
      Stage("make") {
        Command("true")
        Outputs(output)
      }
    }
    #expect(Array(graph.upstream(of: 0)) == (waits ? [1] : []))
    #expect(graph.order == (waits ? [1, 0] : [0, 1]))
    #expect(graph.unconnectedUpstream(of: 0) == [])
  }

  @Test func `a script from another stage creates an edge, an excluded file creates none`() throws {
    let graph = try graph {
      Stage("use") {
        Script("made.sh")
        Inputs("d/**", except: "d/out/**")
      }
      Stage("make") {
        Command("true")
        Outputs("made.sh")
      }
      Stage("other") {
        Command("true")
        Outputs("d/out/x")
      }
    }
    #expect(Array(graph.upstream(of: 0)) == [1])
  }

  @Test func `the declaration order breaks ties`() throws {
    let graph = try graph {
      Stage("z") { Command("true") }
      Stage("late") {
        Upstream("b")
        Command("true")
      }
      Stage("b") { Command("true") }
      Stage("a") { Command("true") }
    }
    #expect(graph.order.map(graph.name) == ["z", "b", "late", "a"])
  }

  @Test(.timeLimit(.minutes(1))) func `a long chain and a wide fan need no recursion`() throws {
    let count = 100_000
    let chain = try graph {
      for index in 0..<count {
        Stage("s\(index)") {
          Command("true")
          Outputs("o\(index)")
          if index + 1 < count { Inputs("o\(index + 1)") }
        }
      }
    }
    #expect(chain.order == chain.stages.reversed())
    let names = (0..<10_000).map { "s\($0)" }
    let fan = try graph {
      for name in names {
        Stage(name) {
          Command("true")
          Outputs("d/\(name)")
        }
      }
      Stage("all") {
        Command("true")
        Inputs("d/*")
      }
    }
    #expect(fan.upstream(of: 10_000).count == 10_000)
  }
}
