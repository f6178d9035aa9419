extension Timestamp {
  /// Reads a time such as `2026-11-20T10:00:00.123Z`, with 1 to 9 digits of a fraction; nil for other texts.
  package init?(iso text: String) {
    let bytes = Array(text.utf8)
    guard (22...30).contains(bytes.count), bytes[4] == Self.dash, bytes[7] == Self.dash,
      bytes[10] == UInt8(ascii: "T"), bytes[13] == Self.colon, bytes[16] == Self.colon,
      bytes[19] == UInt8(ascii: "."), bytes.last == UInt8(ascii: "Z")
    else { return nil }
    self.init(bytes, places: [0, 5, 8, 11, 14, 17], fraction: 20..<(bytes.count - 1))
  }

  /// Reads the start time from a run's id, such as `20261120T100000.123-29c9`; nil for other texts.
  package init?(startOfRun id: String) {
    let bytes = Array(id.utf8)
    guard bytes.count > 19, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "."),
      bytes[19] == Self.dash
    else { return nil }
    self.init(bytes, places: [0, 4, 6, 9, 11, 13], fraction: 16..<19)
  }

  package var milliseconds: Int64 { seconds &* 1000 &+ nanosecond / 1_000_000 }

  package var nanoseconds: Int64 { seconds &* 1_000_000_000 &+ nanosecond }

  private static let dash = UInt8(ascii: "-")
  private static let colon = UInt8(ascii: ":")

  /// Reads a time whose year, month, day, hour, minute and second begin at the indices `places`.
  private init?(_ bytes: [UInt8], places: [Int], fraction: Range<Int>) {
    func number(_ range: Range<Int>) -> Int64? {
      var number: Int64 = 0
      for byte in bytes[range] {
        guard (0x30...0x39).contains(byte) else { return nil }
        number = number * 10 + Int64(byte - 0x30)
      }
      return number
    }
    let parts = places.enumerated().compactMap { index, place in
      number(place..<(place + (index == 0 ? 4 : 2)))
    }
    guard parts.count == 6, var nanosecond = number(fraction), (1...12).contains(parts[1]),
      (1...31).contains(parts[2])
    else { return nil }
    for _ in fraction.count..<9 { nanosecond *= 10 }
    let days = Self.days(year: parts[0], month: parts[1], day: parts[2])
    self.init(
      seconds: ((days * 24 + parts[3]) * 60 + parts[4]) * 60 + parts[5],
      nanosecond: nanosecond
    )
  }

  /// Returns the days since 1970 for years from 0, by the algorithm `days_from_civil` in Howard Hinnant,
  /// "chrono-Compatible Low-Level Date Algorithms".
  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    // Years start in March here, so that the leap day is the last day of its year.
    let year = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
