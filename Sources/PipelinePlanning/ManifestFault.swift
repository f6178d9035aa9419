/// Why a manifest could not be turned into a pipeline; the wording stands in PipelineReporting.
package enum ManifestFault: Error, Equatable, Sendable {
  /// There is none in any of these folders, the nearest first.
  case notFound(lookedIn: [String])
  /// The file that was named outright is not there.
  case missing(path: String)
  /// The folder that was named as the root is not there, or is none.
  case noRoot(path: String)
  /// The file is neither Swift nor JSON by its name.
  case unsupported(path: String)
  /// The path leads to something that is no file.
  case notAFile(path: String, kind: Kind)
  /// The system does not let it be read.
  case unreadable(path: String, reason: String)
  /// The file has nothing in it.
  case empty(path: String)
  /// The file is no JSON.
  case syntax(path: String, JSONSyntaxFault)
  /// The file is JSON, but no manifest.
  case content(path: String, [ManifestContentFault])
  /// It is Swift, and there is no compiler on the search path.
  case noCompiler(path: String)
  /// The compiler refuses it, and says why with file and line.
  case compilation(path: String, diagnostics: String)
  /// It compiles, but has no global `pipeline` of type `Pipeline`.
  case noPipeline(path: String, diagnostics: String)
  /// The compiler fails for a reason that is not in the manifest.
  case compiler(path: String, diagnostics: String)
  /// It was written to each time while it was compiled.
  case changing(path: String)
  /// No folder can be made to keep the compiled manifest in.
  case noCache(path: String, reason: String)
  /// It was compiled, and the result does not start.
  case notStarted(path: String, reason: String)
  /// It died of a signal while it ran: of a trap, mostly.
  case crashed(path: String, signal: Int32)
  /// It ended before it had handed over the pipeline.
  case exited(path: String, status: Int32)
  /// What it handed over is not what a compiled manifest says.
  case garbage(path: String)

  /// What a path may lead to.
  package enum Kind: Equatable, Sendable {
    case folder
    case pipe
    case socket
    case device
  }
}

/// What is odd about a manifest, or about the place where it is kept compiled, and stops nothing.
package enum ManifestWarning: Equatable, Sendable {
  /// Nothing can be kept between two runs, so each compiles anew.
  case noCache(Reason)
  /// Others may write to the manifest, and so decide what is run.
  case writableByOthers(path: String)
  /// The manifest belongs to another user, who decides what is run.
  case ownedByAnother(path: String)

  /// Why there is no cache.
  package enum Reason: Equatable, Sendable {
    /// Neither `XDG_CACHE_HOME` nor `HOME` is set.
    case noHome
    /// The folder belongs to another user, or others may write to it.
    case unsafe(folder: String)
    /// The system does not let it be written.
    case unwritable(folder: String, reason: String)
  }
}
