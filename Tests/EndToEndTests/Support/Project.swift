import Foundation
import Testing

/// A temporary folder with a pipeline, in which a test runs the real binary.
///
/// A test writes the files, runs the tool, and compares its whole output:
///
///     let project = try Project()
///     try project.stage("sort", "sort in > out", in: ["in"], out: ["out"])
///     try project.file("in", "b\na\n")
///     try project.run("--dry-run").expect("…")
final class Project {
  /// The root of the pipeline.
  ///
  /// Its name has a space, as many folders of users have.
  let root: String
  /// The home folder of a user that only this project has.
  let home: String
  /// A unique text in the environment of every process that this project starts.
  let marker = UUID().uuidString
  /// Whether the log may have partial lines because the test has damaged it.
  var toleratesCutLines = false
  private let base: String
  /// The number of runs of each command line.
  private var counts: [String: Int] = [:]
  private var stages: [StageText] = []

  init(_ name: String = "root folder") throws {
    base = try Self.realPath(NSTemporaryDirectory()) + "/pipeline-e2e-\(UUID().uuidString)"
    root = "\(base)/\(name)"
    home = "\(base)/home"
    for folder in [root, home] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
  }

  deinit {
    for process in LivingProcesses(marker: marker).all { kill(process.pid, SIGKILL) }
    // A test may have made folders unwritable.
    _ = try? Command(["/bin/chmod", "-R", "u+rwX", base]).run()
    try? FileManager.default.removeItem(atPath: base)
  }

  private static func realPath(_ path: String) throws -> String {
    let real = try #require(realpath(path, nil))
    defer { free(real) }
    return String(cString: real)
  }

  // MARK: Files

  /// Returns the absolute path of a file in the root.
  func path(_ name: String) -> String { name.hasPrefix("/") ? name : "\(root)/\(name)" }

  /// Writes a file and makes its folders.
  func file(_ name: String, _ text: String = "", executable: Bool = false) throws {
    let url = URL(fileURLWithPath: path(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(text.utf8).write(to: url)
    if executable { try mode(0o755, name) }
  }

  func mode(_ mode: Int, _ name: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(name))
  }

  func folder(_ name: String) throws {
    let path = path(name)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  func link(_ name: String, to target: String) throws {
    try? FileManager.default.removeItem(atPath: path(name))
    try FileManager.default.createSymbolicLink(atPath: path(name), withDestinationPath: target)
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: path(name))
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path(name))), as: UTF8.self)
  }

  /// Sets a file's modification time in seconds since 1970 and nanoseconds.
  func touch(_ name: String, at seconds: Int, nanoseconds: Int = 0) throws {
    let time = timespec(tv_sec: seconds, tv_nsec: nanoseconds)
    let result = [time, time].withUnsafeBufferPointer {
      utimensat(AT_FDCWD, path(name), $0.baseAddress, 0)
    }
    try #require(result == 0, "utimensat \(name): errno \(errno)")
  }

  // MARK: The manifest

  /// Writes a Swift manifest and adds the import and the pipeline around the stages.
  func manifest(swift stages: String) throws {
    try file(
      "Pipeline.swift",
      "import PipelineDescription\nlet pipeline = Pipeline(\"p\") {\n\(stages)\n}\n"
    )
  }

  /// Writes the manifest without changes.
  func manifest(json: String) throws {
    try file("pipeline.json", json)
  }

  /// Adds a stage with one command to the manifest.
  ///
  /// The n-th stage is on line n + 1.
  func stage(
    _ name: String,
    _ command: String? = nil,
    script: String? = nil,
    arguments: [String] = [],
    in inputs: [String] = [],
    out outputs: [String] = [],
    up upstream: [String] = [],
    more: [String: any Sendable] = [:]
  ) throws {
    stages.append(
      StageText(
        name: name,
        command: command,
        script: script,
        arguments: arguments,
        inputs: inputs,
        outputs: outputs,
        upstream: upstream,
        more: more
      )
    )
    try writeStages()
  }

  /// Removes all stages so that a test can write another manifest.
  func forgetStages() { stages = [] }

  private func writeStages() throws {
    let lines = try stages.map { try $0.json() }.joined(separator: ",\n")
    try manifest(json: "{\"name\": \"p\", \"stages\": [\n\(lines)\n]}\n")
  }

  // MARK: Running

  /// Runs the tool in the root to its end.
  @discardableResult
  func run(
    _ arguments: String...,
    env: [String: String?] = [:],
    in folder: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Outcome {
    let running = try start(arguments, env: env, in: folder)
    let outcome = try running.finish(sourceLocation)
    running.checkInvariants(outcome, sourceLocation)
    return outcome
  }

  /// Starts the tool, which runs beside the test.
  func start(
    _ arguments: [String] = [],
    env: [String: String?] = [:],
    in folder: String = "",
    terminal: Terminal? = nil
  ) throws -> RunningTool {
    try RunningTool(
      project: self,
      label: label(["pipeline"] + arguments),
      command: Command(
        [Tool.path] + arguments,
        environment: environment(adding: env),
        folder: folder.isEmpty ? root : path(folder)
      ),
      terminal: terminal
    )
  }

  /// Starts the tool through another program, which gets the tool's path and arguments as its last arguments.
  func start(
    through program: [String],
    _ arguments: [String],
    env: [String: String?] = [:]
  ) throws -> RunningTool {
    try RunningTool(
      project: self,
      label: label(["pipeline"] + arguments),
      command: Command(
        program + [Tool.path] + arguments,
        environment: environment(adding: env),
        folder: root
      ),
      terminal: nil
    )
  }

  /// Returns a name for one run of a command line.
  private func label(_ words: [String]) -> String {
    let quoted = words.map { $0.contains(/[\s'"*?$\\]/) || $0.isEmpty ? "'\($0)'" : $0 }
    let line = masked(quoted.joined(separator: " "))
    let count = counts[line, default: 0] + 1
    counts[line] = count
    return count == 1 ? line : "\(line) (\(count))"
  }

  /// Compiles a few lines of C into a library that replaces functions of the system.
  ///
  /// - Returns: The path of the library; nil if there is no compiler.
  func library(_ text: String, including header: String) throws -> String? {
    let folders = Tool.searchPath.split(separator: ":").map { "\($0)/clang" }
    guard let compiler = folders.first(where: FileManager.default.isExecutableFile) else {
      return nil
    }
    let (source, library) = ("\(home)/stand-in.c", "\(home)/stand-in.so")
    try file(source, "#include <\(header)>\n\(text)\n")
    let command = [compiler, "-shared", "-fPIC", "-o", library, source]
    return try Command(command).run() == 0 ? library : nil
  }

  private func environment(adding more: [String: String?]) -> [String: String] {
    var environment = Tool.environment(home: home, marker: marker)
    for (name, value) in more { environment[name] = value }
    return environment
  }

  /// Returns the text with a fixed word for each part that differs between runs.
  func masked(_ text: String) -> String {
    Mask.apply(to: text.replacingOccurrences(of: base, with: "BASE"))
      .replacingOccurrences(of: "BASE/root folder", with: "ROOT")
  }
}
