/// Reads the times of the log.
package enum LogTime {
  /// The moment that a text names, in milliseconds since 1970; nil for other texts.
  ///
  /// Only the form that the log has is read: `2026-11-20T10:00:00.123Z`, in UTC.
  package static func milliseconds(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count == 24, bytes[4] == dash, bytes[7] == dash, bytes[10] == UInt8(ascii: "T"),
      bytes[13] == colon, bytes[16] == colon, bytes[19] == UInt8(ascii: "."),
      bytes[23] == UInt8(ascii: "Z")
    else { return nil }
    return moment(
      bytes,
      places: [(0, 4), (5, 2), (8, 2), (11, 2), (14, 2), (17, 2), (20, 3)]
    )
  }

  /// When a run began, which its id says: `20261120T100000.123-29c9`; nil for other texts.
  package static func start(ofRun id: String) -> Int64? {
    let bytes = Array(id.utf8)
    guard bytes.count > 19, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "."),
      bytes[19] == dash
    else { return nil }
    return moment(
      bytes,
      places: [(0, 4), (4, 2), (6, 2), (9, 2), (11, 2), (13, 2), (16, 3)]
    )
  }

  private static let dash = UInt8(ascii: "-")
  private static let colon = UInt8(ascii: ":")

  private static func moment(
    _ bytes: [UInt8],
    places: [(start: Int, count: Int)]
  ) -> Int64? {
    var numbers: [Int64] = []
    for (start, count) in places {
      var number: Int64 = 0
      for byte in bytes[start..<(start + count)] {
        guard (0x30...0x39).contains(byte) else { return nil }
        number = number * 10 + Int64(byte - 0x30)
      }
      numbers.append(number)
    }
    guard (1...12).contains(numbers[1]), (1...31).contains(numbers[2]) else { return nil }
    let days = days(year: numbers[0], month: numbers[1], day: numbers[2])
    let seconds = ((days * 24 + numbers[3]) * 60 + numbers[4]) * 60 + numbers[5]
    return seconds * 1000 + numbers[6]
  }

  /// Days since 1970.
  ///
  /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`, for
  /// years from 0 on.
  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    // Years begin in March, so that the leap day is the last of its year.
    let year = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
