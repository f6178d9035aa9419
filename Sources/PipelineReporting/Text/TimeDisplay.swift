/// The time zone of displayed times, which is local on the console and UTC in the log.
package enum TimeDisplay: Equatable, Sendable {
  case utc
  /// The local zone, which is `offset` seconds ahead of UTC.
  case local(offset: Int)

  /// Returns the time of day as `14:02:11`, or `14:02:11Z` in UTC; `milliseconds` counts from 1970.
  func moment(_ milliseconds: Int64) -> String {
    Timestamp(milliseconds: milliseconds).time(offset: offset) + (self == .utc ? "Z" : "")
  }

  /// Returns the date and time, as `2026-11-20 14:02:11`.
  func dayAndMoment(_ milliseconds: Int64) -> String {
    "\(Timestamp(milliseconds: milliseconds).date(offset: offset)) \(moment(milliseconds))"
  }

  /// Returns the time of day, with the date unless it is that of `now`; both are milliseconds since 1970.
  func moment(_ milliseconds: Int64, now: Int64) -> String {
    let days = [milliseconds, now].map { Timestamp(milliseconds: $0).date(offset: offset) }
    return days[0] == days[1] ? moment(milliseconds) : dayAndMoment(milliseconds)
  }

  /// Returns a run's id and its start time, as `run 2026…-29c9, 2026-11-20 14:02:11`.
  package func run(_ id: String) -> String {
    "run \(id.printable)"
      + (Timestamp(startOfRun: id).map { ", \(dayAndMoment($0.milliseconds))" } ?? "")
  }

  /// Returns the first millisecond of a day and that of the next, since 1970; nil unless it is `2026-11-20`.
  package func day(_ text: String) -> Range<Int64>? {
    guard let start = Timestamp(iso: text + "T00:00:00.000Z") else { return nil }
    let first = start.milliseconds - Int64(offset) * 1000
    return first..<first + 86_400_000
  }

  private var offset: Int { if case .local(let offset) = self { offset } else { 0 } }

  /// Returns two times, given in nanoseconds since 1970, with fractions only if both are in the same second.
  ///
  /// The texts have dates if `hasDate` is true, or if the two dates differ.
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
