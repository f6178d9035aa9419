internal import Foundation
internal import PipelineReporting

/// How text looks here: colours, marks and the zone of times, from the environment.
struct Appearance {
  let style: Style
  let errorStyle: Style
  let time: TimeDisplay

  /// Decides what suits the streams.
  ///
  /// - Parameters:
  ///   - color: What the command line says.
  ///   - environment: For `NO_COLOR`, `TERM` and the locale.
  ///   - isTerminal: Whether standard output is a terminal.
  ///   - isErrorTerminal: Whether standard error is one.
  init(
    color: Invocation.Color,
    environment: [String: String],
    isTerminal: Bool,
    isErrorTerminal: Bool
  ) {
    let isAllowed = (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    let hasColor = { (isTerminal: Bool) in
      switch color {
      case .always: true
      case .never: false
      case .auto: isTerminal && isAllowed
      }
    }
    let isUnicode = Self.isUnicode(environment)
    style = Style(hasColor: hasColor(isTerminal), isUnicode: isUnicode)
    errorStyle = Style(hasColor: hasColor(isErrorTerminal), isUnicode: isUnicode)
    time = .local(offset: TimeZone.current.secondsFromGMT())
  }

  /// The locale that decides on characters: the first of these that is set, as POSIX has it.
  private static func isUnicode(_ environment: [String: String]) -> Bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    guard let locale = names.lazy.compactMap({ environment[$0] }).first(where: { !$0.isEmpty })
    else {
      #if os(macOS)
      return true
      #else
      return false
      #endif
    }
    let folded = locale.lowercased()
    return folded.contains("utf-8") || folded.contains("utf8")
  }
}
