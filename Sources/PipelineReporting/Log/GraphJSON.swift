internal import PipelineDescription
package import PipelinePlanning

/// The graph of a run as data, which `.pipeline/graphs/ID.json` holds.
///
/// ```json
/// {"pipeline":"tides","stages":[
///   {"name":"clean-2023","family":0,"upstream":[],"outputs":["data/2023.csv"]},
///   {"name":"report","family":1,"upstream":[0],"outputs":["report.md"]}]}
/// ```
///
/// The stages stand in the order of declaration. `upstream` lists the stages that this one waits for, by their
/// places in `stages`, counted from 0. Stages that one statement of the manifest declares are of one `family`.
package struct GraphJSON {
  /// The whole text, with its line end.
  package let bytes: [UInt8]
  /// The hash of the text: equal graphs have equal ids.
  package let id: String

  package init(_ graph: Graph) {
    var writer = JSONWriter()
    var families: [Place: Int] = [:]
    writer.object { writer in
      writer.string(graph.name, for: "pipeline")
      writer.key("stages")
      writer.array { writer in
        for (stage, node) in graph.nodes.enumerated() {
          let next = families.count
          let family = families[node.stage.place, default: next]
          families[node.stage.place] = family
          writer.object { writer in
            writer.string(node.stage.name, for: "name")
            writer.integer(family, for: "family")
            writer.key("upstream")
            writer.array { writer in
              for other in graph.upstream(of: stage) { writer.integer(other) }
            }
            writer.key("outputs")
            writer.array { writer in
              for output in node.distinctOutputs { writer.string(output.text) }
            }
          }
        }
      }
    }
    bytes = writer.bytes + [UInt8(ascii: "\n")]
    let digits = String(XXH64.hash(bytes), radix: 16)
    id = String(repeating: "0", count: 16 - digits.count) + digits
  }
}
