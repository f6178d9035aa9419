/// A number with its noun: `1 stage`, `2 stages`.
func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// The first few names, and how many more there are: `a, b, c and 4 more`.
func listed(_ names: some Collection<String>, limit: Int = 3) -> String {
  let (shown, left) = shortened(names, to: limit)
  let text = shown.map(\.printable).joined(separator: ", ")
  return left > 0 ? "\(text) and \(left) more" : text
}

/// The first elements of a list, and how many are left out.
func shortened<Elements: Collection>(_ elements: Elements, to limit: Int)
  -> (shown: Elements.SubSequence, left: Int)
{
  // One element more is as short as saying that there is one.
  let shown = elements.prefix(elements.count <= limit + 1 ? elements.count : limit)
  return (shown, elements.count - shown.count)
}

/// What is not zero: `1 failed, 2 up to date`.
func nonzero(_ counts: [(count: Int, words: String)]) -> String {
  counts.filter { $0.count > 0 }.map { "\($0.count) \($0.words)" }.joined(separator: ", ")
}

/// What there is of parts, with dots between them.
func dotted(_ parts: [String?]) -> String {
  parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " · ")
}

/// How wide the column of stage names is: one very long name does not push all others away.
func columnWidth(of names: some Sequence<String>, limit: Int = 32) -> Int {
  min(limit, names.reduce(0) { max($0, $1.printable.columns) })
}

/// The line above a plan or a run: `retrospective · 5 stages · 2 to run`.
func headerLine(_ pipeline: String, _ stages: Int, toRun: Int, mayRun: Int, _ style: Style)
  -> String
{
  dotted([
    style.paint(pipeline.printable, .bold), counted(stages, "stage"), "\(toRun) to run",
    mayRun > 0 ? "\(mayRun) may run" : nil,
  ])
}

extension String {
  /// The text with spaces behind it, up to a width in columns.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - columns))
  }
}
