package import PipelinePlanning
import PipelineSystem

/// Turns a manifest on the disk into a pipeline.
package struct ManifestLoader: Sendable {
  /// The folder that compiled manifests are kept in; nil where there is no home for one.
  package var cacheFolder: String?
  /// The folder for temporary files; nil for `/tmp`.
  package var temporaryFolder: String?
  /// Where the compiler is looked for; nil where `PATH` is not set.
  package var searchPath: String?
  /// The environment of the compiler and of the manifest, `NAME=value` each; nil for the tool's own.
  package var environment: [String]?
  /// What manifests are compiled against.
  package var sources = EmbeddedSources.ofTool
  /// Is told that a manifest has to be compiled, which takes a moment, before it begins.
  package var willCompile: @Sendable () -> Void = {}

  /// Takes the surroundings from environment variables.
  ///
  /// - Parameter variable: The value of a variable of the caller's environment.
  package init(variable: (String) -> String?) {
    cacheFolder = Self.cacheFolder(variable: variable)
    temporaryFolder = variable("TMPDIR").flatMap { $0.hasPrefix("/") ? $0 : nil }
    searchPath = variable("PATH")
  }

  /// The cache folder of the user: `$XDG_CACHE_HOME/pipeline`, else the place that the system has
  /// for caches in the home folder; relative ones do not count, as the XDG Base Directory
  /// Specification says.
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

  /// Reads a manifest, compiling it where it is Swift and was not compiled before.
  ///
  /// - Parameters:
  ///   - location: The manifest.
  ///   - settings: What parameters are set to; judged by who knows the pipeline.
  ///   - whileRunning: Called when a manifest is about to be run that cannot change any file, and was compiled before.
  ///   - files: What a glob that the manifest asks about matches now.
  /// - Returns: What it says, not yet understood.
  /// - Throws: Why there is none.
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
    // A NUL byte would end the text early; the fault is told in any case.
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

  /// Where the executable of a manifest is kept, or will be; nil where there is no cache folder.
  package func cacheEntryPath(for manifest: [UInt8], at location: ManifestLocation) -> String? {
    guard let cacheFolder else { return nil }
    let compiler = compiler(in: CacheFolder(path: cacheFolder))
    return compiler.cache.path(of: compiler.entry(for: manifest, at: location))
  }

  /// Has a compiled manifest say its pipeline.
  private func run(
    _ location: ManifestLocation,
    _ file: ManifestFile,
    _ settings: [(name: String, text: String)],
    whileRunning: () -> Void,
    files: (String) -> [String],
    noting loaded: inout LoadedManifest
  ) throws(ManifestFault) -> ManifestProcess.Answer {
    if let cacheFolder {
      let compiler = compiler(in: CacheFolder(path: cacheFolder))
      if let executable = compiler.kept(for: file.bytes, at: location) {
        if ManifestFile.changesNoFile(file.bytes) { whileRunning() }
        do {
          return try process(executable, location).run(settings: settings, files: files)
        } catch {
          if case .fault(let fault) = error { throw fault }
          // Made on a system that has changed since, or damaged: make it anew.
          compiler.forget(file.bytes, at: location)
        }
      }
    }
    let cache = try usableCache(for: location, noting: &loaded)
    defer { if cache.isTemporary { CacheFolder.remove(cache.path) } }
    willCompile()
    let clock = ContinuousClock()
    let start = clock.now
    let compiled = try compiler(in: cache).compile(location, file)
    loaded.compileTime = clock.now - start
    do {
      return try process(compiled.executable, location).run(settings: settings, files: files)
    } catch {
      switch error {
      case .notStarted(let reason): throw .notStarted(path: location.shownPath, reason: reason)
      case .fault(let fault): throw fault
      }
    }
  }

  /// The user's cache, or, where nothing can be put into that, a folder for this time only.
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
      throw .noCache(path: location.shownPath, reason: error.reason)
    }
  }

  private func compiler(in cache: CacheFolder) -> ManifestCompiler {
    ManifestCompiler(
      cache: cache,
      sources: sources,
      searchPath: searchPath,
      environment: environment
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
