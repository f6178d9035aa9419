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
