import Foundation

/// Replaces text that differs in each run: identifiers of runs, durations, times, processes.
enum Mask {
  static func apply(to text: String) -> String {
    var masked = text
    for (pattern, word) in patterns {
      masked = masked.replacingOccurrences(of: pattern, with: word, options: .regularExpression)
    }
    return masked
  }

  private static let patterns = [
    // On a busy machine, reading a manifest may take more than a second.
    (#"(?m)^(compiling|reading) [\w./-]+\n"#, ""),
    (#"\b\d{8}T\d{6}\.\d{3}-[0-9a-f]{4}\b"#, "RUN"),
    (#"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z"#, "TIME"),
    (#"\b(\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d(\.\d+)?(?!\d)"#, "TIME"),
    // A short script may end before its first sample.
    (#"( · \d+(\.\d)? [kMG]?B)? · \d+\.\d s CPU"#, ""),
    (#"\b\d+\.\d s\b"#, "SECONDS"),
    (#"with \d+ jobs?\b"#, "with JOBS"),
    (#"\(\d+ s ago\)"#, "(AGO)"),
    (#"process: ( +)\d+ on .*"#, "process: $1PID on HOST"),
    (#"processes: ( +)[\d, ]+"#, "processes: $1PID"),
    (#"`kill [\d ]+`"#, "`kill PID`"),
    (#"pipeline \d+\.\d+\.\d+"#, "pipeline VERSION"),
  ]
}
