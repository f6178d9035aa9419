package import PipelinePlanning

/// A manifest that has been read, and not yet understood.
package struct LoadedManifest: Sendable {
  /// What it says.
  package var text: ManifestSource
  /// The folder from which all relative paths start; absolute.
  package var root: String
  /// The manifest, relative to the root where it lies in it.
  package var manifestPath: String
  /// What is odd, and stops nothing.
  package var warnings: [ManifestWarning]
  /// How long compiling it took; nil where nothing had to be compiled.
  package var compileTime: Duration?
}
