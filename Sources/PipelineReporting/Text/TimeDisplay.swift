/// In which zone times are shown: the reader's on the console, UTC in the log.
package enum TimeDisplay: Equatable, Sendable {
  case utc
  /// What the reader's clocks are ahead of UTC, in seconds.
  case local(offset: Int)

  /// The time of day, `14:02:11`, in UTC with a `Z` behind it.
  func moment(_ milliseconds: Int64) -> String {
    Timestamp(milliseconds: milliseconds).time(offset: offset) + (self == .utc ? "Z" : "")
  }

  /// The day and the time of day: `2026-11-20 14:02:11`.
  func dayAndMoment(_ milliseconds: Int64) -> String {
    "\(Timestamp(milliseconds: milliseconds).date(offset: offset)) \(moment(milliseconds))"
  }

  /// The time of day, with the day where that is not the day of now.
  ///
  /// Both are milliseconds since 1970.
  func moment(_ milliseconds: Int64, now: Int64) -> String {
    let days = [milliseconds, now].map { Timestamp(milliseconds: $0).date(offset: offset) }
    return days[0] == days[1] ? moment(milliseconds) : dayAndMoment(milliseconds)
  }

  /// A run by its id, with the moment at which it began: `run 2026…-29c9, 2026-11-20 14:02:11`.
  package func run(_ id: String) -> String {
    "run \(id.printable)"
      + (Timestamp(startOfRun: id).map { ", \(dayAndMoment($0.milliseconds))" } ?? "")
  }

  private var offset: Int { if case .local(let offset) = self { offset } else { 0 } }

  /// Two moments in nanoseconds since 1970, with fractions where the seconds are the same.
  ///
  /// With `hasDate` the days are shown in any case, else when they differ.
  func moments(_ old: Int64, _ new: Int64, hasDate: Bool) -> (String, String) {
    let before = Timestamp(nanoseconds: old)
    let after = Timestamp(nanoseconds: new)
    let hasDate = hasDate || before.date(offset: offset) != after.date(offset: offset)
    var digits = 0
    if before.seconds == after.seconds, before.nanosecond != after.nanosecond {
      let steps: [(digits: Int, unit: Int64)] = [(3, 1_000_000), (6, 1000)]
      let step = steps.first { before.nanosecond / $0.unit != after.nanosecond / $0.unit }
      digits = step?.digits ?? 9
    }
    let text = { (time: Timestamp) in
      (hasDate ? time.date(offset: offset) + " " : "")
        + time.time(offset: offset, digits: digits) + (self == .utc ? "Z" : "")
    }
    return (text(before), text(after))
  }
}
