import PipelinePlanning
import PipelineSystem

/// Runs a compiled manifest, answers its questions, and receives its pipeline as JSON.
///
/// The tool and the manifest exchange messages on a separate descriptor. A message consists of a
/// kind (1 byte), a length (8 bytes, little-endian) and a content of that length. The manifest sends these
/// messages, from `ManifestRuntime/HandOver.swift`:
/// - `S` when the manifest has started; the tool answers `V` with the name and the text of each setting;
/// - `D` for each parameter that the manifest declares, with the parameter as JSON;
/// - `F` with a glob to ask for files; the tool answers `A` with the paths;
/// - `P` at the end, with the pipeline as `Pipeline.write(to:lines:fileName:)` writes it.
///
/// A zero byte follows each name, text and path in the answers of the tool.
struct ManifestProcess {
  /// The reason why the manifest did not send a pipeline.
  enum Failure: Error, Equatable {
    /// The manifest did not start, because its executable is damaged or a library is missing.
    case notStarted(reason: String)
    case fault(ManifestFault)
  }

  struct Answer {
    /// The pipeline as JSON.
    var pipeline: [UInt8]
    /// The declared parameters, each as JSON.
    var parameters: [[UInt8]]
    var processorTime: Duration
  }

  let executable: String
  /// The manifest's path, as messages show it.
  let path: String
  let root: String
  /// The manifest's environment; nil means the tool's own.
  let environment: [String]?
  let timeLimit: Duration

  /// A value of `SWIFT_BACKTRACE` with which a trap prints its message, and nothing else.
  ///
  /// With `enable=no` the runtime would print a stack. `HandOver.swift` takes away the rest that it would print
  /// with this value.
  static let noBacktrace = "enable=yes,output-to=/dev/null"

  /// A message must have fewer bytes than this; the messages of real manifests are much smaller.
  private static let longest = 1 << 31

  /// Runs the manifest; `files` returns the files that a glob matches.
  ///
  /// Calls `isSlow` after a second.
  func run(
    settings: [(name: String, text: String)],
    files: (String) -> [String],
    isSlow: @escaping () -> Void
  ) throws(Failure) -> Answer {
    guard var channel = SubprocessChannel() else {
      throw .notStarted(reason: "too many open files")
    }
    var process = try start(channel.childEnd)
    channel.closeChildEnd()
    let wait = PatientWait(limit: timeLimit, tell: isSlow)

    var hasStarted = false
    var parameters: [[UInt8]] = []
    while true {
      let (kind, content) = try nextMessage(on: channel, from: &process, hasStarted, wait)
      switch kind {
      case "S" where content.isEmpty && !hasStarted:
        hasStarted = true
        channel.write(Self.message("V", listing: settings.flatMap { [$0.name, $0.text] }))
      case "D" where hasStarted:
        parameters.append(content)
      case "F" where hasStarted:
        let paths = files(String(decoding: content, as: UTF8.self))
        channel.write(Self.message("A", listing: paths))
      case "P" where hasStarted:
        try expectEnd(of: &process, on: channel, wait)
        return Answer(
          pipeline: content,
          parameters: parameters,
          processorTime: process.processorTime
        )
      default:
        throw garbage(&process)
      }
    }
  }

  private func start(_ channelEnd: Int32) throws(Failure) -> Subprocess {
    do {
      return try Subprocess(
        starting: executable,
        arguments: [],
        in: root,
        environment: environment,
        // Text that the manifest prints goes to standard error; only the tool itself uses standard output.
        output: 2,
        error: 2,
        channel: channelEnd
      )
    } catch {
      throw .notStarted(reason: error.words)
    }
  }

  private func nextMessage(
    on channel: borrowing SubprocessChannel,
    from process: inout Subprocess,
    _ hasStarted: Bool,
    _ wait: PatientWait
  ) throws(Failure) -> (kind: Unicode.Scalar, content: [UInt8]) {
    let header = channel.read(9, from: &process, wait)
    guard header.count == 9 else {
      let ending = try end(of: &process, wait)
      throw failure(of: ending, hasStarted: hasStarted, isCut: !header.isEmpty)
    }
    let length = header[1...].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length < Self.longest else { throw garbage(&process) }
    let content = channel.read(Int(length), from: &process, wait)
    guard content.count == Int(length) else {
      throw failure(of: try end(of: &process, wait), hasStarted: hasStarted, isCut: true)
    }
    return (Unicode.Scalar(header[0]), content)
  }

  /// Waits until the manifest exits, and throws if it fails or sends more after its pipeline.
  private func expectEnd(
    of process: inout Subprocess,
    on channel: borrowing SubprocessChannel,
    _ wait: PatientWait
  ) throws(Failure) {
    guard channel.read(1, from: &process, wait).isEmpty else { throw garbage(&process) }
    let ending = try end(of: &process, wait)
    guard ending == .exited(0) || ending == .unknown else {
      throw failure(of: ending, hasStarted: true, isCut: false)
    }
  }

  private func end(
    of process: inout Subprocess,
    _ wait: PatientWait
  ) throws(Failure) -> Subprocess.Ending {
    if let ending = process.wait(wait) { return ending }
    process.end()
    throw .fault(.timedOut(path: path, limit: timeLimit))
  }

  /// Returns a message whose content is texts, each followed by a zero byte.
  private static func message(_ kind: Unicode.Scalar, listing texts: [String]) -> [UInt8] {
    let content: [UInt8] = texts.flatMap { Array($0.utf8) + [0] }
    let length = UInt64(content.count)
    return [UInt8(ascii: kind)] + (0..<8).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) }
      + content
  }

  private func garbage(_ process: inout Subprocess) -> Failure {
    process.end()
    return .fault(.garbage(path: path))
  }

  private func failure(of ending: Subprocess.Ending, hasStarted: Bool, isCut: Bool) -> Failure {
    switch ending {
    case .signaled(let signal) where hasStarted:
      .fault(.crashed(path: path, signal: signal))
    case .exited(let status) where hasStarted && !(isCut && status == 0):
      .fault(.exited(path: path, status: status))
    case _ where hasStarted || isCut: .fault(.garbage(path: path))
    case .signaled(let signal): .notStarted(reason: "signal \(signal)")
    case .exited(let status): .notStarted(reason: "exit \(status)")
    case .unknown: .notStarted(reason: "its exit status is unknown")
    }
  }
}
