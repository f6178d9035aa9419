internal import PipelineDescription
package import PipelinePlanning

/// The graph of a run as JSON, stored in `.pipeline/graphs/ID.json`; docs/log-format.md describes the keys.
///
/// The stages are in declaration order.
package struct GraphJSON {
  package let bytes: [UInt8]
  /// The XXH64 hash of `bytes` in 16 hexadecimal digits; equal graphs have equal ids.
  package let id: String

  package init(_ graph: Graph) {
    var writer = JSONWriter()
    var families: [Place: Int] = [:]
    writer.object { writer in
      writer.string(graph.name, for: "pipeline")
      writer.objects(zip(graph.stages, graph.nodes), for: "stages") { place, writer in
        let (stage, node) = place
        let family = families[node.stage.place, default: families.count]
        families[node.stage.place] = family
        writer.string(node.stage.name, for: "name")
        writer.integer(family, for: "family")
        writer.value(graph.upstream(of: stage).map(\.index), for: "upstream")
        writer.strings(node.distinctOutputs.map(\.text), for: "outputs")
      }
    }
    bytes = writer.bytes + [UInt8(ascii: "\n")]
    let digits = String(XXH64.hash(bytes), radix: 16)
    id = String(repeating: "0", count: 16 - digits.count) + digits
  }
}
