internal import PipelineDescription

/// Finds plain arguments of scripts that look like undeclared files.
package struct ArgumentCheck {
  private let resolver: PathResolver

  package init(_ resolver: PathResolver) { self.resolver = resolver }

  /// Returns the plain arguments of a stage that name a path in the root, without those that it declares.
  ///
  /// Most of them are plain words; the caller finds out which ones are files.
  package func undeclaredPaths(of node: Graph.Node) -> [Path] {
    var paths: [Path] = []
    for case .script(let script) in node.stage.steps {
      for argument in script.arguments where argument.kind == .plain {
        let text = argument.text
        guard !text.isEmpty, !text.hasPrefix("-"), !text.hasSuffix("/") else { continue }
        let path = resolver.path(text)
        if path.isAbsolute || path == .root || isDeclared(path, by: node) { continue }
        if !paths.contains(path) { paths.append(path) }
      }
    }
    return paths
  }

  private func isDeclared(_ path: Path, by node: Graph.Node) -> Bool {
    node.scripts.contains(path)
      || node.inputs.contains { $0.pattern.path == path || $0.pattern.matches(path) }
      || node.outputs.contains { $0.path == path || $0.matches(path) }
      || node.stage.externals.contains { $0.kind == .file && resolver.path($0.text) == path }
  }
}
