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
  /// The longest time that the manifest may run; nil for the default.
  private let timeLimit: Duration?
  private let environment: [String: String]

  package init(
    directory: String?,
    manifest: String?,
    settings: [String],
    isOptimizing: Bool,
    timeLimit: Duration? = nil,
    environment: [String: String]
  ) {
    self.directory = directory
    self.manifest = manifest
    self.settings = settings
    self.isOptimizing = isOptimizing
    self.timeLimit = timeLimit
    self.environment = environment
  }

  package func locate() throws(ManifestFault) -> ManifestLocation {
    // The working folder may be gone, which does not matter to absolute paths.
    let given = [directory, manifest].compactMap(\.self)
    let isAbsolute = !given.isEmpty && given.allSatisfy { $0.hasPrefix("/") }
    return try .find(
      from: isAbsolute ? "/" : ManifestFile.workingFolder(),
      directory: directory,
      manifest: manifest
    )
  }

  package func read(
    _ location: ManifestLocation,
    answers: ManifestAnswers
  ) throws(ManifestFault) -> LoadedManifest {
    let set = ParameterSettings(options: settings, root: location.root)
    var loader = ManifestLoader(variable: { environment[$0] })
    var surroundings = environment
    surroundings["SWIFT_BACKTRACE"] =
      environment["SWIFT_BACKTRACE"] ?? ManifestProcess.noBacktrace
    loader.environment = surroundings.map { "\($0.key)=\($0.value)" }
    loader.isOptimizing = isOptimizing
    loader.willCompile = answers.willCompile
    loader.isSlow = answers.isSlow
    if let timeLimit { loader.timeLimit = timeLimit }
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
