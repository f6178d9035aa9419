import PipelineDescription
import PipelineTestSupport
import Testing

@testable import PipelinePlanning

/// The files that no stage makes any more.
struct FormerOutputTests {
  private static func record(
    _ run: String,
    _ outputs: [String: [String]],
    former: [String] = []
  ) -> Record {
    let sets = outputs.sorted { $0.key < $1.key }.map { pattern, files in
      FileSet(
        pattern: pattern,
        files: files.map { name in
          let kind: Stamp.Kind = name.hasSuffix("/") ? .folder : .file
          let path = Path(kind == .folder ? String(name.dropLast()) : name)
          return ObservedFile(path, .present(Stamp(kind: kind, size: 1, modified: 1)))
        }
      )
    }
    return Record(
      run: run,
      recipe: Recipe(steps: [], variables: [], inputs: [], outputs: outputs.keys.sorted()),
      scripts: [],
      inputs: [],
      outputs: sets,
      upstream: [:],
      formerOutputs: former.map { Path($0) }
    )
  }

  private static func graph(_ outputs: [String: [String]]) throws -> Graph {
    let stages = outputs.sorted { $0.key < $1.key }.map { name, outputs in
      Stage(name) {
        Command("true")
        Outputs(outputs)
      }
    }
    return try Graph(Pipeline("p") { stages }, resolver: PathResolver(root: "/srv", home: nil))
  }

  /// The former outputs, as `path stage run`.
  private func told(
    _ histories: [String: Record],
    _ stages: [String: [String]],
    gone: Set<String> = [],
    links: [String: String] = [:]
  ) throws -> [String] {
    let found = FormerOutput.all(
      in: Histories(histories.mapValues { StageHistory(lastAttempt: .succeeded, record: $0) }),
      of: try Self.graph(stages),
      realPath: { links[$0.text].map { Path($0) } ?? $0 },
      isThere: { !gone.contains($0.text) }
    )
    return found.map { output in
      switch output.run {
      case .made(let run): "\(output.path.text) \(output.stage) \(run)"
      case .before(let run): "\(output.path.text) \(output.stage) before \(run)"
      }
    }
  }

  @Test func `files of a removed stage are former outputs while they exist and have no producer`()
    throws
  {
    let old = Self.record("R1", ["a": ["a"], "d/": ["d/", "d/x", "d/y"]])
    #expect(try told(["old": old], ["new": ["z"]]) == ["a old R1", "d/x old R1", "d/y old R1"])
    #expect(try told(["old": old], ["new": ["z"]], gone: ["a", "d/x"]) == ["d/y old R1"])
    #expect(try told(["old": old], ["new": ["a", "d/"]]) == [])
    #expect(try told(["old": old], ["new": ["d/x"]]) == ["a old R1", "d/y old R1"])
    #expect(try told(["old": old], ["old": ["a", "d/"]]) == [])
  }

  @Test func `files that a stage no longer declares are former outputs`() throws {
    let before = Self.record("R1", ["a": ["a"], "b": ["b"]])
    #expect(try told(["s": before], ["s": ["a"]]) == ["b s R1"])
    let after = Self.record("R2", ["a": ["a"]], former: ["b"])
    #expect(try told(["s": after], ["s": ["a"]]) == ["b s before R2"])
    #expect(try told(["s": after], ["s": ["a"], "t": ["b"]]) == [])
    #expect(try told(["s": after], ["s": ["a"]], gone: ["b"]) == [])
  }

  @Test func `each path appears once, with the stage of its latest known run`()
    throws
  {
    let histories = [
      "s": Self.record("R9", ["a": ["a"]], former: ["b"]), "t": Self.record("R1", ["b": ["b"]]),
      "u": Self.record("R2", ["b": ["b"]]),
    ]
    #expect(try told(histories, ["s": ["a"]]) == ["b u R2"])
  }

  @Test func `a file has a producer even under another name of its folder`() throws {
    let old = Self.record("R1", ["e/o": ["e/o"]])
    #expect(try told(["old": old], ["new": ["d/o"]]) == ["e/o old R1"])
    #expect(try told(["old": old], ["new": ["d/o"]], links: ["e": "d"]) == [])
  }

  @Test func `a run remembers what its stage made before`() throws {
    let before = Self.record("R1", ["a": ["a"], "d/": ["d/", "d/x"]], former: ["c", "a2"])
    let former = { (outputs: [String]) in
      let node = try Self.graph(["s": outputs]).nodes[0]
      return before.formerOutputs(apartFrom: node.outputs).map(\.text)
    }
    #expect(try former(["a", "d/"]) == ["a2", "c"])
    #expect(try former(["a"]) == ["a2", "c", "d/x"])
    #expect(try former(["d/", "c"]) == ["a", "a2"])
    #expect(try former(["a", "d/", "a2", "c"]) == [])
  }
}
