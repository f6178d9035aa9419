internal import PipelinePlanning

/// The lines of `pipeline status` for files that no stage makes any more.
struct FormerOutputLines {
  let outputs: [FormerOutput]
  let style: Style

  /// So many are named.
  private static let limit = 10

  /// None where there are no such files.
  var lines: [String] {
    if outputs.isEmpty { return [] }
    // One file more is as short as saying that there is one.
    let shown = outputs.prefix(outputs.count <= Self.limit + 1 ? outputs.count : Self.limit)
    let width = columnWidth(of: shown.map { $0.path.text })
    let left = outputs.count - shown.count
    let head =
      outputs.count == 1
      ? "no stage makes this file any more:" : "no stage makes these files any more:"
    return [head]
      + shown.map { output in
        let run =
          switch output.run {
          case .made(let run): "in run \(run)"
          case .before(let run): "before run \(run)"
          }
        return "  \(output.path.printable.padded(to: width))"
          + "  made by \(output.stage.printable) \(run.printable)"
      } + (left > 0 ? ["  … and \(left) more"] : [])
  }
}
