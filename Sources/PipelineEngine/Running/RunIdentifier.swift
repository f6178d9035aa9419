internal import Foundation

/// Creates run ids from the UTC time in milliseconds, so that ids sort by time, and four random hex digits.
package enum RunIdentifier {
  /// `time` is in milliseconds since 1970.
  package static func make(at time: Int64, chance: UInt16 = .random(in: 0...UInt16.max)) -> String {
    let date = Date(timeIntervalSince1970: Double(time) / 1000)
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
      .year().month().day().dateSeparator(.omitted)
      .time(includingFractionalSeconds: true).timeSeparator(.omitted)
    let digits = String(chance, radix: 16)
    return date.formatted(style) + "-" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
