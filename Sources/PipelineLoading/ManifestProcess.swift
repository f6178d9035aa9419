import PipelinePlanning
import PipelineSystem

/// Runs a compiled manifest, answers what it asks, and takes the pipeline as JSON.
///
/// The two talk on a descriptor of their own, in messages of a kind (1 byte), a length (8 bytes, the
/// lowest first) and that many bytes. The manifest sends `S` when it has started, to which the tool
/// answers `V` with what parameters are set to (name, zero, text, zero); `D` with each parameter that
/// it declares, as an element of `parameters`; `F` with a glob to ask for files, to which the tool
/// answers `A` with the paths, each followed by a zero; and at last `P` with the pipeline as
/// `Pipeline.write(to:lines:)` writes it. The manifest's end of it is
/// `ManifestRuntime/HandOver.swift`.
struct ManifestProcess {
  /// How it went, where it did not hand over a pipeline.
  enum Failure: Error, Equatable {
    /// It never came to its first instruction: the file is damaged, or a library is missing.
    case notStarted(reason: String)
    /// What is the manifest's own fault.
    case fault(ManifestFault)
  }

  /// What it says.
  struct Answer {
    /// The pipeline as JSON.
    var pipeline: [UInt8]
    /// The parameters that it declares, each as JSON.
    var parameters: [[UInt8]]
  }

  /// The compiled manifest.
  let executable: String
  /// The manifest's path as messages show it.
  let path: String
  /// The folder it runs in.
  let root: String
  /// Its environment; nil for the tool's own.
  let environment: [String]?

  /// More than any manifest says; what claims to be longer is no message.
  private static let longest = 1 << 31

  /// Runs it.
  ///
  /// - Parameters:
  ///   - settings: What parameters are set to.
  ///   - files: What a glob matches.
  /// - Returns: What it says.
  /// - Throws: Why it says nothing.
  func run(
    settings: [(name: String, text: String)],
    files: (String) -> [String]
  ) throws(Failure) -> Answer {
    guard var channel = SubprocessChannel() else {
      throw .notStarted(reason: "no descriptors left")
    }
    var process: Subprocess
    do {
      process = try Subprocess(
        starting: executable,
        arguments: [],
        in: root,
        environment: environment,
        // What the manifest prints is none of the tool's answer.
        output: 2,
        error: 2,
        channel: channel.childEnd
      )
    } catch {
      throw .notStarted(reason: error.reason)
    }
    channel.closeChildEnd()

    var hasStarted = false
    var parameters: [[UInt8]] = []
    while true {
      let header = channel.read(9, from: &process)
      guard header.count == 9 else {
        throw failure(of: process.wait(), hasStarted: hasStarted, isCut: !header.isEmpty)
      }
      let length = header[1...].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      guard length < Self.longest else { throw garbage(&process) }
      let content = channel.read(Int(length), from: &process)
      guard content.count == Int(length) else {
        throw failure(of: process.wait(), hasStarted: hasStarted, isCut: true)
      }
      switch header[0] {
      case UInt8(ascii: "S") where content.isEmpty && !hasStarted:
        hasStarted = true
        let texts = settings.flatMap { [$0.name, $0.text] }
        channel.write(Self.message("V", texts.flatMap { Array($0.utf8) + [0] }))
      case UInt8(ascii: "D") where hasStarted:
        parameters.append(content)
      case UInt8(ascii: "F") where hasStarted:
        let paths = files(String(decoding: content, as: UTF8.self))
        channel.write(Self.message("A", paths.flatMap { Array($0.utf8) + [0] }))
      case UInt8(ascii: "P") where hasStarted:
        // Behind the pipeline comes nothing but the end.
        guard channel.read(1, from: &process).isEmpty else { throw garbage(&process) }
        let ending = process.wait()
        guard ending == .exited(0) || ending == .unknown else {
          throw failure(of: ending, hasStarted: true, isCut: false)
        }
        return Answer(pipeline: content, parameters: parameters)
      default:
        throw garbage(&process)
      }
    }
  }

  /// A message as it goes over the channel.
  private static func message(_ kind: Unicode.Scalar, _ content: [UInt8]) -> [UInt8] {
    let length = UInt64(content.count)
    return [UInt8(ascii: kind)] + (0..<8).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) }
      + content
  }

  private func garbage(_ process: inout Subprocess) -> Failure {
    process.kill()
    _ = process.wait()
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
    case .unknown: .notStarted(reason: "nobody knows how it ended")
    }
  }
}
