import PipelinePlanning
import PipelineSystem

/// Runs the compiler, and collects what it says.
struct CompilerJob {
  /// The compiler.
  let program: String
  /// The manifest's path as messages show it.
  let path: String
  /// The folder in which the compiler works, from which its messages name files.
  let root: String
  /// Its environment; nil for the tool's own.
  let environment: [String]?

  /// Runs it and waits.
  ///
  /// - Parameters:
  ///   - arguments: What it is told.
  ///   - work: A folder for what it says.
  /// - Returns: Whether it succeeded, and all that it said.
  /// - Throws: `ManifestFault.compiler` where it does not start; what the system refused.
  func run(_ arguments: [String], in work: String) throws -> (succeeded: Bool, text: String) {
    let log = "\(work)/said"
    let descriptor = try CacheFolder.makeFile(log)
    defer {
      CacheFolder.closeFile(descriptor)
      CacheFolder.remove(log)
    }
    let ending: Subprocess.Ending
    do {
      var process = try Subprocess(
        starting: program,
        arguments: arguments,
        in: root,
        environment: environment,
        output: descriptor,
        error: descriptor
      )
      ending = process.wait()
    } catch {
      throw ManifestFault.compiler(path: path, diagnostics: "\(program): \(error.reason)")
    }
    let text = String(decoding: CacheFolder.contents(of: log) ?? [], as: UTF8.self)
    return (ending == .exited(0), text)
  }
}
