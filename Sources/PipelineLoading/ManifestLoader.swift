package import PipelinePlanning
import PipelineSystem

/// Reads manifests, and compiles and runs the Swift ones.
package struct ManifestLoader: Sendable {
  /// The folder of compiled manifests; nil if the user has no home folder.
  package var cacheFolder: String?
  /// The folder for temporary files; nil for `/tmp`.
  package var temporaryFolder: String?
  /// The search path for the compiler; nil if `PATH` is not set.
  package var searchPath: String?
  /// The environment of the compiler and of the manifest, each variable as `NAME=value`.
  ///
  /// nil means the tool's own environment.
  package var environment: [String]?
  /// The sources that manifests are compiled against.
  package var sources = EmbeddedSources.ofTool
  /// Whether the manifest must be compiled against the optimized module.
  package var isOptimizing = false
  /// Called before a manifest is compiled, because that takes a moment.
  package var willCompile: @Sendable () -> Void = {}

  /// Reads the folders and the search path from environment variables.
  ///
  /// - Parameter variable: Returns the value of a variable of the caller's environment.
  package init(variable: (String) -> String?) {
    cacheFolder = Self.cacheFolder(variable: variable)
    temporaryFolder = variable("TMPDIR").flatMap { $0.hasPrefix("/") ? $0 : nil }
    searchPath = variable("PATH")
  }

  /// Returns the cache folder of the user: `$XDG_CACHE_HOME/pipeline`, else one in the home folder.
  ///
  /// Relative paths are ignored, as the XDG Base Directory Specification requires.
  package static func cacheFolder(variable: (String) -> String?) -> String? {
    if let folder = variable("XDG_CACHE_HOME"), folder.hasPrefix("/") {
      return "\(folder)/pipeline"
    }
    guard let home = variable("HOME"), home.hasPrefix("/") else { return nil }
    #if os(macOS)
    return "\(home)/Library/Caches/pipeline"
    #else
    return "\(home)/.cache/pipeline"
    #endif
  }

  /// Reads a manifest; compiles it first if it is Swift and its executable is not in the cache.
  ///
  /// - Parameters:
  ///   - location: The manifest.
  ///   - settings: The values of parameters. The caller checks them later against the declarations.
  ///   - whileRunning: Called before a manifest runs, if it is already compiled and cannot change any file.
  ///   - files: Returns the files that a glob matches now.
  /// - Returns: The manifest, not yet decoded.
  /// - Throws: The reason why there is none.
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
    // A NUL byte would end the text too early; the check of settings reports it.
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

  /// Compiles a manifest if needed, and runs it.
  private func run(
    _ location: ManifestLocation,
    _ file: ManifestFile,
    _ settings: [(name: String, text: String)],
    whileRunning: () -> Void,
    files: (String) -> [String],
    noting loaded: inout LoadedManifest
  ) throws(ManifestFault) -> ManifestProcess.Answer {
    if let cacheFolder {
      let cache = CacheFolder(path: cacheFolder)
      for isOptimized in isOptimizing ? [true] : [false, true] {
        let compiler = compiler(in: cache, isOptimized: isOptimized)
        guard let executable = compiler.kept(for: file.bytes, at: location) else { continue }
        if ManifestFile.changesNoFile(file.bytes) { whileRunning() }
        do {
          let answer = try process(executable, location).run(settings: settings, files: files)
          if !isOptimized { note(answer, of: location, in: cache) }
          return answer
        } catch {
          if case .fault(let fault) = error { throw fault }
          // The executable is damaged, or the system has changed since it was compiled.
          compiler.forget(file.bytes, at: location)
        }
      }
    }
    let cache = try usableCache(for: location, noting: &loaded)
    defer { if cache.isTemporary { CacheFolder.remove(cache.path) } }
    willCompile()
    let clock = ContinuousClock()
    let start = clock.now
    let isOptimized = isOptimizing || cache.uses(Self.slowMark(of: location))
    let executable = try compiler(in: cache, isOptimized: isOptimized).compile(location, file)
    if isOptimized { compiler(in: cache, isOptimized: false).forget(file.bytes, at: location) }
    loaded.compileTime = clock.now - start
    do {
      let answer = try process(executable, location).run(settings: settings, files: files)
      if !isOptimized { note(answer, of: location, in: cache) }
      return answer
    } catch {
      switch error {
      case .notStarted(let reason): throw .notStarted(path: location.shownPath, reason: reason)
      case .fault(let fault): throw fault
      }
    }
  }

  /// Returns the user's cache, or a temporary folder if the cache is not writable.
  private func usableCache(
    for location: ManifestLocation,
    noting loaded: inout LoadedManifest
  ) throws(ManifestFault) -> CacheFolder {
    let problem: ManifestWarning.Reason
    if let cacheFolder {
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

  /// The processor time above which the next compilation of a manifest uses the optimized module.
  private static let slow = Duration.milliseconds(200)

  /// Returns the cache entry that marks a manifest as slow.
  private static func slowMark(of location: ManifestLocation) -> String {
    var digest = Digest()
    digest.update(location.path)
    return "slow/\(digest.text())"
  }

  /// Marks a manifest as slow if it took long without the optimized module.
  private func note(
    _ answer: ManifestProcess.Answer,
    of location: ManifestLocation,
    in cache: CacheFolder
  ) {
    guard answer.processorTime > Self.slow else { return }
    cache.mark(Self.slowMark(of: location))
  }

  func compiler(in cache: CacheFolder, isOptimized: Bool) -> ManifestCompiler {
    ManifestCompiler(
      cache: cache,
      sources: sources,
      searchPath: searchPath,
      environment: environment,
      isOptimized: isOptimized
    )
  }

  private func process(_ executable: String, _ location: ManifestLocation) -> ManifestProcess {
    ManifestProcess(
      executable: executable,
      path: location.shownPath,
      root: location.root,
      environment: environment
    )
  }
}
