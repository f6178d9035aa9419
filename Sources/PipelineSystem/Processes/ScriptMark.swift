/// What stands in the environment of everything that a script starts: whose it is.
package struct ScriptMark: Hashable, Sendable {
  package var run: String
  package var stage: String
  /// The folder of the pipeline.
  package var root: String

  package init(run: String, stage: String, root: String) {
    self.run = run
    self.stage = stage
    self.root = root
  }

  /// Reads an environment; nil if it is not one of a script.
  package init?(environment: [String: String]) {
    guard let run = environment["PIPELINE_RUN"], let stage = environment["PIPELINE_STAGE"],
      let root = environment["PIPELINE_ROOT"]
    else { return nil }
    self.init(run: run, stage: stage, root: root)
  }

  /// Reads the text of `/proc/PID/environ`: variables, each with a zero byte behind it (proc(5)).
  init?(environ bytes: [UInt8]) {
    var environment: [String: String] = [:]
    let prefix = Array("PIPELINE_".utf8)
    for variable in bytes.split(separator: 0) where variable.starts(with: prefix) {
      guard let end = variable.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = String(decoding: variable[..<end], as: UTF8.self)
      let value = String(decoding: variable[variable.index(after: end)...], as: UTF8.self)
      environment[name] = value
    }
    self.init(environment: environment)
  }

  /// The mark of a process; nil if it has none, or it may not be read (another user's).
  static func of(_ pid: Int32) -> ScriptMark? {
    ScriptMark(environ: ProcessTable.file("/proc/\(pid)/environ"))
  }
}
