internal import Foundation
internal import PipelineReporting

/// The appearance of text, which depends on the environment and the options.
struct Appearance {
  let style: Style
  let errorStyle: Style
  let time: TimeDisplay

  /// Chooses the appearance; `isTerminal` is about standard output, `isErrorTerminal` about standard error.
  init(
    _ invocation: Invocation,
    environment: [String: String],
    isTerminal: Bool,
    isErrorTerminal: Bool,
    language: ManifestLanguage
  ) {
    let isAllowed = (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    let hasColor = { (isTerminal: Bool) in
      switch invocation.color {
      case .always: true
      case .never: false
      case .auto: isTerminal && isAllowed
      }
    }
    let isUnicode = Self.isUnicode(environment)
    let options = RepeatedOptions(
      directory: invocation.directory,
      manifest: invocation.manifest,
      settings: invocation.settings
    )
    let style = { (hasColor: Bool) in
      Style(hasColor: hasColor, isUnicode: isUnicode, options: options, language: language)
    }
    self.style = style(hasColor(isTerminal))
    errorStyle = style(hasColor(isErrorTerminal))
    time = .local(offset: Self.secondsFromGMT())
  }

  private static func secondsFromGMT() -> Int {
    var (now, local) = (time_t(Date().timeIntervalSince1970), tm())
    return localtime_r(&now, &local) == nil ? 0 : local.tm_gmtoff
  }

  /// Whether the locale uses UTF-8; as in POSIX, the first of these variables that is set decides.
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
