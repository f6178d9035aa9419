package import PipelinePlanning
internal import PipelineSystem

/// A manifest file on disk, found by the options of the command line.
package struct ManifestOnDisk: ManifestSource {
  /// The value of `-C`; nil if it was not given.
  private let directory: String?
  private let manifest: String?
  /// The values of `--set`.
  private let settings: [String]
  private let isOptimizing: Bool
  private let environment: [String: String]

  package init(
    directory: String?,
    manifest: String?,
    settings: [String],
    isOptimizing: Bool,
    environment: [String: String]
  ) {
    self.directory = directory
    self.manifest = manifest
    self.settings = settings
    self.isOptimizing = isOptimizing
    self.environment = environment
  }

  package func locate() throws(ManifestFault) -> ManifestLocation {
    try .find(from: ManifestFile.workingFolder(), directory: directory, manifest: manifest)
  }

  package func read(
    _ location: ManifestLocation,
    answers: ManifestAnswers
  ) throws(ManifestFault) -> LoadedManifest {
    let set = ParameterSettings(options: settings, root: location.root)
    var loader = ManifestLoader(variable: { environment[$0] })
    // If a manifest traps, the error message already contains the line. The runtime's backtrace would only
    // add a page of registers.
    var surroundings = environment
    surroundings["SWIFT_BACKTRACE"] =
      environment["SWIFT_BACKTRACE"] ?? "enable=yes,output-to=/dev/null"
    loader.environment = surroundings.map { "\($0.key)=\($0.value)" }
    loader.isOptimizing = isOptimizing
    loader.willCompile = answers.willCompile
    var loaded = try loader.load(
      location,
      settings: set.effective,
      whileRunning: answers.willRun,
      files: answers.files
    )
    loaded.settings = set.all
    loaded.settingFaults = set.faults
    return loaded
  }
}
