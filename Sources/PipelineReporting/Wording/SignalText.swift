/// Returns a signal's number and name, for example `signal 9 (KILL)`.
func signalText(_ signal: Int32) -> String {
  signalNames[signal].map { "signal \(signal) (\($0))" } ?? "signal \(signal)"
}

/// Source: POSIX.1-2024, `<signal.h>`; the numbers are those of the target system.
#if os(macOS)
private let signalNames: [Int32: String] = [
  1: "HUP", 2: "INT", 3: "QUIT", 4: "ILL", 5: "TRAP", 6: "ABRT", 8: "FPE", 9: "KILL", 10: "BUS",
  11: "SEGV", 12: "SYS", 13: "PIPE", 14: "ALRM", 15: "TERM", 24: "XCPU", 25: "XFSZ", 30: "USR1",
  31: "USR2",
]
#else
private let signalNames: [Int32: String] = [
  1: "HUP", 2: "INT", 3: "QUIT", 4: "ILL", 5: "TRAP", 6: "ABRT", 7: "BUS", 8: "FPE", 9: "KILL",
  10: "USR1", 11: "SEGV", 12: "USR2", 13: "PIPE", 14: "ALRM", 15: "TERM", 24: "XCPU", 25: "XFSZ",
  31: "SYS",
]
#endif

/// The text that is printed as soon as a signal asks the run to stop.
package let stoppingText = "stopping the running stages · press Ctrl-C again to kill them now"
