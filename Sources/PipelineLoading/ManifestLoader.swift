package import PipelinePlanning
import PipelineSystem

/// Reads manifests; compiles and runs those in Swift.
package struct ManifestLoader: Sendable {
  /// The folder of compiled manifests; nil if the user has no home folder.
  package var cacheFolder: String?
  /// The folder for temporary files; nil means `/tmp`.
  package var temporaryFolder: String?
  /// Nil if `PATH` is not set.
  package var searchPath: String?
  /// The environment of the compiler and the manifest, as `NAME=value`; nil means the tool's own.
  package var environment: [String]?
  package var sources = EmbeddedSources.ofTool
  /// Whether to compile a manifest against the optimized module even if the manifest is not slow.
  package var isOptimizing = false
  /// The loader calls this before it compiles a manifest, so that the caller can explain the delay.
  package var willCompile: @Sendable () -> Void = {}
  /// Called once for each step that takes more than a second.
  package var isSlow: @Sendable (ManifestStep) -> Void = { _ in }
  /// The longest time that a manifest may run, without its compilation.
  package var timeLimit = Duration.seconds(60)
  /// The home folder, if the cache lies there; it is never created.
  private var home: String?

  package init(variable: (String) -> String?) {
    let home = HomeFolder.path(variable("HOME"))
    cacheFolder = Self.cacheFolder(variable: variable, home: home)
    if let home, cacheFolder?.hasPrefix(home) ?? false { self.home = home }
    temporaryFolder = variable("TMPDIR").flatMap { $0.hasPrefix("/") ? $0 : nil }
    searchPath = variable("PATH")
  }

  /// Returns the user's cache folder; ignores relative paths, as the XDG Base Directory standard requires.
  package static func cacheFolder(variable: (String) -> String?, home: String?) -> String? {
    if let folder = variable("XDG_CACHE_HOME"), folder.hasPrefix("/") {
      return "\(folder)/pipeline"
    }
    guard let home else { return nil }
    #if os(macOS)
    return "\(home)/Library/Caches/pipeline"
    #else
    return "\(home)/.cache/pipeline"
    #endif
  }

  /// Reads a JSON manifest, or runs a Swift manifest, which it compiles if the cache has no executable.
  ///
  /// The text in the result is not yet decoded, and `settings` are not yet checked against the declarations.
  /// The loader calls `whileRunning` before it runs a manifest that is already compiled and that cannot
  /// change any file. `files` returns the files that a glob matches now.
  package func load(
    _ location: ManifestLocation,
    settings: [ParameterSetting] = [],
    whileRunning: () -> Void = {},
    files: (String) -> [String]
  ) throws(ManifestFault) -> LoadedManifest {
    let path = location.shownPath
    let file = try ManifestFile(reading: location.path, shown: path)
    var loaded = LoadedManifest(
      text: ManifestJSON(bytes: file.bytes, isAnswer: false, path: path),
      root: location.root,
      manifestPath: path
    )
    loaded.warnings = file.warnings
    guard location.form == .swift else { return loaded }
    // A NUL byte would cut a text short, so such settings are left out. A later check reports them.
    let texts = settings.map { (name: $0.name, text: $0.text) }
      .filter { !$0.name.utf8.contains(0) && !$0.text.utf8.contains(0) }
    let answer = try run(
      location,
      file,
      texts,
      whileRunning: whileRunning,
      files: files,
      noting: &loaded
    )
    loaded.text = ManifestJSON(
      bytes: answer.pipeline,
      parameters: answer.parameters,
      isAnswer: true,
      path: path
    )
    return loaded
  }

  private func run(
    _ location: ManifestLocation,
    _ file: ManifestFile,
    _ settings: [(name: String, text: String)],
    whileRunning: () -> Void,
    files: (String) -> [String],
    noting loaded: inout LoadedManifest
  ) throws(ManifestFault) -> ManifestProcess.Answer {
    if let cacheFolder, !isOptimizing {
      let compiler = compiler(in: CacheFolder(path: cacheFolder))
      if let executable = compiler.kept(for: file.bytes, at: location) {
        if ManifestFile.changesNoFile(file.bytes) { whileRunning() }
        do {
          return try answer(of: executable, location, compiler.cache, settings, files)
        } catch {
          if case .fault(let fault) = error { throw fault }
          // The executable is damaged, or the system has changed since the compilation.
          compiler.forget(file.bytes, at: location)
        }
      }
    }
    let cache = try usableCache(for: location, noting: &loaded)
    willCompile()
    let clock = ContinuousClock()
    let start = clock.now
    if isOptimizing { cache.mark(Self.slowMark(of: location)) }
    let isOptimized = isOptimizing || cache.uses(Self.slowMark(of: location))
    let executable = try compiler(in: cache, isOptimized: isOptimized).compile(location, file)
    loaded.compileTime = clock.now - start
    do {
      return try answer(of: executable, location, cache, settings, files)
    } catch {
      switch error {
      case .notStarted(let reason): throw .notStarted(path: location.shownPath, reason: reason)
      case .fault(let fault): throw fault
      }
    }
  }

  /// Returns the user's cache, or a temporary folder if the user's cache is not usable.
  private func usableCache(
    for location: ManifestLocation,
    noting loaded: inout LoadedManifest
  ) throws(ManifestFault) -> CacheFolder {
    let problem: ManifestWarning.Reason
    if let home, ManifestFile.canonicalFolder(home) == nil {
      problem = .missingHome(home)
    } else if let cacheFolder {
      let cache = CacheFolder(path: cacheFolder)
      guard let found = cache.prepare() else { return cache }
      problem = found
    } else {
      problem = .noHome
    }
    loaded.warnings.append(.noCache(problem))
    do {
      return try CacheFolder(temporaryIn: temporaryFolder)
    } catch {
      throw .noCache(path: location.shownPath, reason: error.words)
    }
  }

  /// If a manifest takes more processor time than this, its next compilation uses the optimized module.
  private static let slow = Duration.milliseconds(200)

  private static func slowMark(of location: ManifestLocation) -> String {
    var digest = Digest()
    digest.update(location.path)
    return "slow/\(digest.text())"
  }

  /// Runs an executable, and marks its manifest as slow if the run took long.
  private func answer(
    of executable: String,
    _ location: ManifestLocation,
    _ cache: CacheFolder,
    _ settings: [(name: String, text: String)],
    _ files: (String) -> [String]
  ) throws(ManifestProcess.Failure) -> ManifestProcess.Answer {
    let process = ManifestProcess(
      executable: executable,
      path: location.shownPath,
      root: location.root,
      environment: environment,
      timeLimit: timeLimit
    )
    let answer = try process.run(settings: settings, files: files) { isSlow(.running) }
    if answer.processorTime > Self.slow { cache.mark(Self.slowMark(of: location)) }
    return answer
  }

  func compiler(in cache: CacheFolder, isOptimized: Bool = false) -> ManifestCompiler {
    ManifestCompiler(
      cache: cache,
      sources: sources,
      searchPath: searchPath,
      environment: environment,
      isOptimized: isOptimized,
      isSlow: { [isSlow] in isSlow(.compiling) }
    )
  }
}
