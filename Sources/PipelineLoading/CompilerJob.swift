import PipelinePlanning
import PipelineSystem

/// Runs the compiler and collects its messages.
struct CompilerJob {
  let program: String
  /// The manifest's path, as messages show it.
  let path: String
  /// The compiler's working folder, to which the paths in messages are relative.
  var root: String
  /// The compiler's environment; nil means the tool's own.
  let environment: [String]?
  let wait: PatientWait

  /// Runs the compiler, and collects its messages through a file in the folder `work`.
  ///
  /// - Throws: `ManifestFault.compiler` if the compiler does not start, or the error of a system call.
  func run(_ arguments: [String], in work: String) throws -> (succeeded: Bool, text: String) {
    let log = try CacheFolder.makeFile("\(work)/said")
    defer { CacheFolder.remove("\(work)/said") }
    let ending: Subprocess.Ending
    do {
      var process = try Subprocess(
        starting: program,
        arguments: arguments,
        in: root,
        // The compiler leaves a folder behind in `TMPDIR`. The caller removes it with the folder `work`.
        environment: environment.map {
          $0.filter { !$0.hasPrefix("TMPDIR=") } + ["TMPDIR=\(work)"]
        },
        output: log.descriptor,
        error: log.descriptor
      )
      ending = process.wait(wait) ?? .unknown
    } catch {
      throw ManifestFault.compiler(path: path, diagnostics: "\(program): \(error.words)")
    }
    let text = String(decoding: (try? log.readToEnd()) ?? [], as: UTF8.self)
    return (ending == .exited(0), text)
  }
}
