/// A time with nanosecond precision.
package struct Timestamp: Hashable, Sendable {
  /// Whole seconds since 1970, rounded down.
  package let seconds: Int64
  /// The nanoseconds after `seconds`, from 0 to 999,999,999.
  package let nanosecond: Int64

  init(seconds: Int64, nanosecond: Int64) {
    (self.seconds, self.nanosecond) = (seconds, nanosecond)
  }

  package init(milliseconds: Int64) {
    let (quotient, remainder) = milliseconds.dividedDown(by: 1000)
    seconds = quotient
    nanosecond = remainder * 1_000_000
  }

  package init(nanoseconds: Int64) {
    (seconds, nanosecond) = nanoseconds.dividedDown(by: 1_000_000_000)
  }

  /// Returns the time in UTC as `2026-11-20T10:00:00.123Z` (ISO 8601), with `digits` digits of the fraction.
  package func iso(digits: Int = 3) -> String {
    "\(date(offset: 0))T\(time(offset: 0, digits: digits))Z"
  }

  /// Returns the date as `2026-11-20` in a time zone that is `offset` seconds ahead of UTC.
  ///
  /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
  func date(offset: Int) -> String {
    let days = (seconds + Int64(offset)).dividedDown(by: 86_400).quotient
    // Years start in March here, so that the leap day is the last day of its year.
    let (era, dayOfEra) = (days + 719_468).dividedDown(by: 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shifted + 2) / 5 + 1
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return "\(year.digits(4))-\(month.digits(2))-\(day.digits(2))"
  }

  /// Returns the time of day as `14:02:11`, with `digits` digits of the fraction.
  func time(offset: Int, digits: Int = 0) -> String {
    let second = (seconds + Int64(offset)).dividedDown(by: 86_400).remainder
    let (hour, minute) = (second / 3600, second / 60 % 60)
    let fraction = digits == 0 ? "" : "." + nanosecond.digits(9).prefix(digits)
    return "\(hour.digits(2)):\(minute.digits(2)):\((second % 60).digits(2))\(fraction)"
  }
}

extension Int64 {
  /// Returns the quotient rounded down, and the remainder, which is never negative.
  fileprivate func dividedDown(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

extension BinaryInteger {
  func digits(_ width: Int) -> String {
    let text = String(magnitude)
    let missing = width - text.utf8.count
    if missing <= 0, self >= 0 { return text }
    return (self < 0 ? "-" : "") + String(repeating: "0", count: Swift.max(0, missing)) + text
  }
}
