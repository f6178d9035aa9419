internal import PipelinePlanning

extension FileText {
  /// The stages that read the file, a line each, with what their last runs saw of it.
  var readers: [String] {
    let shown = limited(explanation.readers)
    return shown.map { reader in
      let role =
        switch reader.role {
        case .input(let text) where text == explanation.path.text: "as input"
        case .input(let text): "by input \(text)"
        case .script: "as script"
        }
      return "\(graph.name(of: reader.stage)), \(role): \(seen(reader.seen))"
    } + rest(explanation.readers.count - shown.count)
  }

  private func seen(_ seen: FileExplanation.Seen?) -> String {
    guard let seen else { return "no run of it is on record" }
    switch seen.change {
    case nil: return seen.then == nil ? "its last run did not read it" : "as its last run saw it"
    case .appeared?: return "was not there in its last run"
    case .missing?: return "gone since its last run"
    case .changed?, .unreadable?:
      let then = seen.then.map { texts($0, explanation.state).0 }
      return "changed since its last run" + (then.map { ", which saw \($0)" } ?? "")
    }
  }
}
