import PipelineDescription
import PipelinePlanning

/// All graphs of a few stages, each once regardless of the stage names.
enum SmallGraphs {
  /// The edges of each graph, as pairs of an upstream stage and a later one.
  static func edges(count: Int) -> [[(Int, Int)]] {
    let pairs = (0..<count).flatMap { later in (0..<later).map { ($0, later) } }
    var seen: Set<Int> = []
    var graphs: [[(Int, Int)]] = []
    for bits in 0..<(1 << pairs.count) {
      let edges = pairs.enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element)
      if seen.insert(canonical(edges, count)).inserted { graphs.append(edges) }
    }
    return graphs
  }

  /// Returns the same number for two graphs that differ only in the names of their stages.
  private static func canonical(_ edges: [(Int, Int)], _ count: Int) -> Int {
    permutations(of: count).map { names in
      edges.reduce(0) { $0 | 1 << (names[$1.0] * count + names[$1.1]) }
    }.min() ?? 0
  }

  private static func permutations(of count: Int) -> [[Int]] {
    (1..<max(2, count + 1)).reduce([[]]) { shorter, length in
      shorter.flatMap { list in
        (0..<length).map { place in
          var longer = list
          longer.insert(length - 1, at: place)
          return longer
        }
      }
    }
  }

  /// Returns the graph of stages `s0`, `s1`, … with these edges and other declarations.
  static func graph(
    _ edges: [(Int, Int)],
    count: Int,
    _ clauses: (Int) -> [Resources] = { _ in [] }
  ) throws -> Graph {
    let stages = (0..<count).map { index in
      Stage("s\(index)") {
        Command("true")
        for edge in edges where edge.1 == index { Upstream("s\(edge.0)") }
        for resources in clauses(index) { resources }
      }
    }
    return try Graph(Pipeline("p") { stages }, resolver: PathResolver(root: "/srv", home: nil))
  }
}
