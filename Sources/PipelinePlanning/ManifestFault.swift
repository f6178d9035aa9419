/// The reason why a manifest could not be turned into a pipeline; the wording is in PipelineReporting.
package enum ManifestFault: Error, Equatable, Sendable {
  /// None of these folders contains a manifest; the nearest folder comes first.
  case notFound(lookedIn: [String])
  /// The manifest that the user named does not exist.
  case missing(path: String)
  /// The path that the user named as the root does not exist or is not a folder.
  case noRoot(path: String)
  /// The working folder was deleted.
  case noWorkingFolder
  /// The extension of the file name is neither that of Swift nor that of JSON.
  case unsupported(path: String)
  case notAFile(path: String, kind: Kind)
  case unreadable(path: String, reason: String)
  case empty(path: String)
  case syntax(path: String, JSONSyntaxFault)
  case content(path: String, [ManifestContentFault])
  case noCompiler(path: String)
  case compilation(path: String, diagnostics: String)
  /// The manifest compiles, but has no global `pipeline` of type `Pipeline`.
  case noPipeline(path: String, diagnostics: String)
  /// The compiler fails for a reason outside the manifest.
  case compiler(path: String, diagnostics: String)
  /// The manifest was changed during each attempt to compile it.
  case changing(path: String)
  /// No folder for the compiled manifest can be created.
  case noCache(path: String, reason: String)
  case notStarted(path: String, reason: String)
  /// A signal killed the running manifest, usually because of a Swift trap.
  case crashed(path: String, signal: Int32)
  /// The manifest ran for this long without an end.
  case timedOut(path: String, limit: Duration)
  /// The running manifest exited before it handed over the pipeline.
  case exited(path: String, status: Int32)
  /// The output of the compiled manifest cannot be decoded.
  case garbage(path: String)

  package enum Kind: Equatable, Sendable {
    case folder
    case pipe
    case socket
    case device
  }
}

/// A problem with a manifest, or with the cache of compiled manifests, that does not stop the session.
package enum ManifestWarning: Equatable, Sendable {
  /// There is no cache between runs, so each run compiles the manifest again.
  case noCache(Reason)
  /// Other users can write to the manifest, and so decide which code runs.
  case writableByOthers(path: String)
  case ownedByAnother(path: String)

  package enum Reason: Equatable, Sendable {
    /// Neither `XDG_CACHE_HOME` nor `HOME` is set, and the password file has no home folder.
    case noHome
    case missingHome(String)
    /// The folder belongs to another user, or other users can write to it.
    case unsafe(folder: String)
    case unwritable(folder: String, reason: String)
  }
}
