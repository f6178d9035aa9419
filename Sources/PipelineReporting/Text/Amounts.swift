internal import PipelineDescription

/// Returns a duration as `0.4 s`, `18.4 s`, `2 min 05 s` or `1 h 02 min`.
package func durationText(_ seconds: Double) -> String {
  let tenths = wholeNumber(seconds * 10)
  if tenths < 600 { return "\(tenths / 10).\(tenths % 10) s" }
  let whole = wholeNumber(seconds)
  if whole < 3600 { return "\(whole / 60) min \((whole % 60).digits(2)) s" }
  let minutes = whole / 60
  return "\(minutes / 60) h \((minutes % 60).digits(2)) min"
}

/// Returns an elapsed time in whole seconds, as `0 s`, `59 s` or `2 min 05 s`.
func elapsedText(_ seconds: Double) -> String {
  let whole = wholeNumber(seconds.rounded(.down))
  return whole < 60 ? "\(whole) s" : durationText(Double(whole))
}

/// Returns an approximate duration without meaningless digits, as `35 s`, `5 min` or `1 h 20 min`.
func roughDurationText(_ seconds: Double) -> String {
  let steps: [(below: Double, step: Int)] = [(20, 1), (60, 5), (120, 10), (3600, 60)]
  let step = steps.first { seconds < $0.below }?.step ?? 300
  let rounded = wholeNumber(seconds / Double(step)) * step
  return limitText(.seconds(max(1, rounded)))
}

/// Returns a time limit without zero parts, as `10 min`, `1 h 30 min` or `0.5 s`.
func limitText(_ limit: Duration) -> String {
  let (seconds, attoseconds) = limit.components
  if seconds < 60 {
    let tenths = wholeNumber(Double(seconds) * 10 + Double(attoseconds) / 1e17)
    return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
  }
  let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")]
  return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
}

/// Returns two sizes as text, in bytes if they differ but would round to the same text.
func sizePair(_ old: Int64, _ new: Int64) -> (String, String) {
  let round = (sizeText(old), sizeText(new))
  return old != new && round.0 == round.1 ? ("\(old) B", "\(new) B") : round
}

func sizeText(_ bytes: Int64) -> String {
  if bytes < 1000 { return "\(bytes) B" }
  var tenths = bytes / 100
  for unit in ["kB", "MB", "GB"] {
    if tenths < 10_000 { return "\(tenths / 10).\(tenths % 10) \(unit)" }
    tenths /= 1000
  }
  return "\(tenths / 10).\(tenths % 10) TB"
}

/// Returns a number without a zero fraction, as `2` or `0.5`.
func numberText(_ value: Double) -> String {
  Int64(exactly: value).map { "\($0)" } ?? "\(value)"
}

/// Returns an amount of memory in the largest unit that needs at most one decimal, as `8 GB` or `1.5 GiB`.
func memoryText(_ bytes: Int64) -> String {
  for (name, unit) in memoryUnits where bytes >= unit {
    let (whole, rest) = bytes.quotientAndRemainder(dividingBy: unit)
    let (tenth, more) = (rest * 10).quotientAndRemainder(dividingBy: unit)
    if more == 0 { return tenth == 0 ? "\(whole) \(name)" : "\(whole).\(tenth) \(name)" }
  }
  return "\(bytes) B"
}

/// The memory units, largest first.
private let memoryUnits: [(name: String, bytes: Int64)] = [
  ("TiB", 1_099_511_627_776), ("TB", 1_000_000_000_000), ("GiB", 1_073_741_824),
  ("GB", 1_000_000_000), ("MiB", 1_048_576), ("MB", 1_000_000), ("KiB", 1024), ("kB", 1000),
]

/// Rounds to the nearest whole number; returns 0 for negative numbers and NaN.
private func wholeNumber(_ value: Double) -> Int {
  // The cap is about a million years in tenths of a second, which an Int can hold.
  value > 0 ? Int(min(value, 3e14) + 0.5) : 0
}

/// Returns amounts of resources, as `cores 2, memory 8 GB, gpu 1`.
func amountsText(_ amounts: [ResourceAmount]) -> String {
  amounts.map { amount in
    let isMemory = amount.name == ResourceAmount.memory
    let bytes = isMemory ? Int64(exactly: amount.amount) : nil
    return "\(amount.name) \(bytes.map(memoryText) ?? numberText(amount.amount))"
  }.joined(separator: ", ")
}
