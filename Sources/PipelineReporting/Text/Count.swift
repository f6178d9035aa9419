internal import PipelinePlanning

/// Returns a number with its noun, as `1 stage` or `2 stages`.
func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// Returns the first names and the number of further ones, as `a, b, c and 4 more`.
func listed(_ names: some Collection<String>, limit: Int = 3) -> String {
  let (shown, left) = shortened(names, to: limit)
  let text = shown.map(\.printable).joined(separator: ", ")
  return left > 0 ? "\(text) and \(left) more" : text
}

/// Returns the first elements of a list, and the number of elements left out.
func shortened<Elements: Collection>(_ elements: Elements, to limit: Int)
  -> (shown: Elements.SubSequence, left: Int)
{
  // One more element takes no more space than the text "1 more".
  let shown = elements.prefix(elements.count <= limit + 1 ? elements.count : limit)
  return (shown, elements.count - shown.count)
}

/// Returns the nonzero counts, as `1 failed, 2 up to date`.
func nonzero(_ counts: [(count: Int, words: String)]) -> String {
  counts.filter { $0.count > 0 }.map { "\($0.count) \($0.words)" }.joined(separator: ", ")
}

/// Joins the parts with dots, without those that are nil or empty.
func dotted(_ parts: [String?]) -> String {
  parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " · ")
}

/// Returns the width of a column of names; the limit keeps one very long name from widening the column.
func columnWidth(of names: some Sequence<String>, limit: Int = 32) -> Int {
  min(limit, names.reduce(0) { max($0, $1.printable.columns) })
}

/// Returns the first line of a plan or a run, as `retrospective · 5 stages · 2 to run`.
func headerLine(
  _ pipeline: String,
  _ stages: Int,
  toRun: Int,
  mayRun: Int,
  _ changes: [ParameterChange],
  _ style: Style
) -> String {
  let (shown, left) = shortened(changes, to: 3)
  let parts: [String?] =
    [
      style.paint(pipeline.printable, .bold), counted(stages, "stage"), "\(toRun) to run",
      mayRun > 0 ? "\(mayRun) may run" : nil,
    ] + shown.map(\.text) + [left > 0 ? "\(left) more parameters changed" : nil]
  return dotted(parts)
}

extension String {
  /// Returns the text, padded with spaces to a width in columns.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - columns))
  }
}
