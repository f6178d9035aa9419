/// How wide the column of stage names is: one very long name does not push all others away.
func columnWidth(of names: some Sequence<String>) -> Int {
  min(32, names.reduce(0) { max($0, $1.printable.columns) })
}

/// The line above a plan or a run: `retrospective · 5 stages · 2 to run`.
func headerLine(_ pipeline: String, stages: Int, toRun: Int, mayRun: Int, _ style: Style)
  -> String
{
  var parts = [style.paint(pipeline.printable, .bold), counted(stages, "stage"), "\(toRun) to run"]
  if mayRun > 0 { parts.append("\(mayRun) may run") }
  return parts.joined(separator: " · ")
}
