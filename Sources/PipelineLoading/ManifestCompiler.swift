package import PipelinePlanning
package import PipelineSystem

/// Compiles manifests into executables, and keeps them in a cache.
///
/// The cache contains executables, and the module that manifests import. The name of an executable is a
/// digest of the manifest and the tool's own sources. The name of a module is a digest of its sources and its
/// compiler. So no file in the cache is ever stale.
///
/// An entry of `manifests/` holds the digest of its executable, which is the name of that file in
/// `executables/`. So a damaged or replaced executable is noticed before it runs.
///
/// The module has two variants. Without optimization it compiles in a second or two, and is fast enough for
/// most manifests. With optimization it takes several times as long to compile, and manifests with thousands of
/// stages run faster.
///
/// The compiler writes into a work folder, from which finished files move into the cache. So two runs can
/// compile at the same time, and a failed compilation leaves nothing behind.
package struct ManifestCompiler: Sendable {
  package let cache: CacheFolder
  package let sources: EmbeddedSources
  /// Nil if `PATH` is not set.
  package let searchPath: String?
  /// The environment of the compiler; nil means that of the process `pipeline`.
  package let environment: [String]?
  /// Whether to compile manifests against the optimized module.
  package let isOptimized: Bool
  /// Called once if a compilation takes more than a second.
  let isSlow: @Sendable () -> Void

  /// Manifests compile in Swift 5 mode, because Swift 6 rejects a global `var` as a concurrency error.
  private static let manifestFlags = [
    "-swift-version", "5", "-parse-as-library", "-Onone", "-wmo", "-suppress-warnings",
    "-no-color-diagnostics", "-module-name", "Manifest",
  ]
  private var moduleFlags: [String] {
    (isOptimized ? ["-O", "-wmo", "-num-threads", "2"] : ["-Onone", "-wmo"]) + [
      "-swift-version", "6", "-parse-as-library", "-package-name", "pipeline",
      "-enable-upcoming-feature", "InternalImportsByDefault", "-suppress-warnings",
      "-no-color-diagnostics", "-module-name", "PipelineDescription",
    ]
  }
  private static let daysKept = 30

  /// Returns the name of a manifest's executable in the cache, which is the same for both modules.
  package func entry(for manifest: [UInt8], at location: ManifestLocation) -> String {
    var digest = Digest()
    digest.update(manifest)
    digest.update(location.shownPath)
    digest.update(Self.manifestFlags)
    digest.update(sources.module + [sources.entry])
    return "manifests/\(digest.text())"
  }

  /// Returns the path of a manifest's executable; nil if the cache has none or is not safe.
  package func kept(for manifest: [UInt8], at location: ManifestLocation) -> String? {
    let entry = entry(for: manifest, at: location)
    guard cache.isSafe, cache.uses(entry), let executable = executable(of: entry),
      cache.uses(executable),
      let bytes = try? ManifestFile.bytes(of: cache.path(of: executable)),
      Self.name(of: bytes) == executable
    else { return nil }
    return cache.path(of: executable)
  }

  /// Returns the name in the cache of the executable that an entry names, whatever the file contains.
  func executable(of entry: String) -> String? {
    guard let bytes = try? ManifestFile.bytes(of: cache.path(of: entry)) else { return nil }
    let name = String(decoding: bytes, as: UTF8.self)
    return name.hasPrefix(Self.executables) && !name.contains("..") ? name : nil
  }

  private static let executables = "executables/"

  /// The digest is fast and not cryptographic: who can write to the cache could replace the digest, too.
  private static func name(of executable: [UInt8]) -> String {
    executables + String(XXH64.hash(executable), radix: 16) + "-\(executable.count)"
  }

  /// Removes a manifest's executable from the cache, because it does not start.
  package func forget(_ manifest: [UInt8], at location: ManifestLocation) {
    cache.remove(entry(for: manifest, at: location))
  }

  /// Compiles a manifest, and returns the path of the executable in the cache.
  ///
  /// The manifest can have changed on disk since `file` was read.
  ///
  /// - Throws: The reason why there is no executable; the cache then has no new executable.
  package func compile(
    _ location: ManifestLocation,
    _ file: ManifestFile
  ) throws(ManifestFault) -> String {
    let path = location.shownPath
    let search = ProgramSearch(searchPath: searchPath, workingDirectory: location.root)
    guard let compiler = search.find("swiftc") else {
      throw .noCompiler(path: path)
    }
    let job = CompilerJob(
      program: compiler,
      path: path,
      root: location.root,
      environment: environment,
      wait: PatientWait(limit: nil, tell: isSlow)
    )
    do {
      return try compile(location, file, job)
    } catch let fault as SystemFault {
      throw .noCache(path: path, reason: fault.words)
    } catch let fault as ManifestFault {
      throw fault
    } catch {
      throw .compiler(path: path, diagnostics: "\(error)")
    }
  }

  /// Compiles a manifest, and compiles again while its file keeps changing, at most ten times in all.
  private func compile(
    _ location: ManifestLocation,
    _ file: ManifestFile,
    _ job: CompilerJob
  ) throws -> String {
    let folder = try cache.makeWorkFolder()
    defer { withExtendedLifetime(folder) { removeUnused() } }
    let work = folder.path
    try CacheFolder.write(Array(sources.entry.text.utf8), to: "\(work)/\(sources.entry.name)")
    var module = try self.module(of: job, in: work)

    var file = file
    for attempt in 0..<10 {
      let output = "\(work)/manifest-\(attempt)"
      let (succeeded, text) = try compile(job, &module, in: work, to: output)
      let now = try ManifestFile(reading: location.path, shown: job.path)
      defer { file = now }
      guard now.bytes == file.bytes else { continue }
      guard succeeded else { throw fault(of: job.path, text, work: work) }
      return try keep(output, as: entry(for: file.bytes, at: location), in: work)
    }
    throw ManifestFault.changing(path: job.path)
  }

  /// Moves an executable into the cache, and then its entry.
  private func keep(_ output: String, as entry: String, in work: String) throws -> String {
    let executable = Self.name(of: try ManifestFile.bytes(of: output))
    try cache.keep(output, as: executable)
    let note = "\(work)/entry"
    try CacheFolder.write(Array(executable.utf8), to: note)
    try cache.keep(note, as: entry)
    return cache.path(of: executable)
  }

  /// Compiles a manifest; if the cached module seems to be damaged, compiles again with a new module.
  private func compile(
    _ job: CompilerJob,
    _ module: inout Module,
    in work: String,
    to output: String
  ) throws -> (succeeded: Bool, text: String) {
    let (succeeded, text) = try compile(job, module: module.path, in: work, to: output)
    let isOdd = !Self.blames(job.path, text) && !Self.blames(work, text)
    guard !succeeded, !module.isNew, isOdd || text.contains(module.path) else {
      return (succeeded, text)
    }
    cache.remove(module.entry)
    module = try self.module(of: job, in: work)
    return try compile(job, module: module.path, in: work, to: output)
  }

  private func compile(
    _ job: CompilerJob,
    module: String,
    in work: String,
    to output: String
  ) throws -> (succeeded: Bool, text: String) {
    let objects = try CacheFolder.names(in: module).filter { $0.hasSuffix(".o") }.sorted()
    // The compiler would read a path that begins with `-` or `@` as an option.
    let manifest = job.path.hasPrefix("/") ? job.path : "./\(job.path)"
    let isPlain = !job.path.hasPrefix("-") && !job.path.hasPrefix("@")
    return try job.run(
      Self.manifestFlags + ["-module-cache-path", cache.path(of: "clang"), "-I", module]
        + [isPlain ? job.path : manifest, "\(work)/\(sources.entry.name)"]
        + objects.map { "\(module)/\($0)" } + ["-lm", "-o", output],
      in: work
    )
  }

  private typealias Module = (path: String, entry: String, isNew: Bool)

  /// Returns the module that manifests import, compiled by this compiler.
  private func module(of job: CompilerJob, in work: String) throws -> Module {
    var digest = Digest()
    digest.update([job.program, try job.run(["--version"], in: work).text] + moduleFlags)
    digest.update(sources.module)
    let entry = "modules/\(digest.text())"
    if cache.uses(entry) { return (cache.path(of: entry), entry, false) }

    let source = "\(work)/source"
    let product = "\(work)/module"
    for folder in [source, product] { try CacheFolder.makeFolder(at: folder) }
    for file in sources.module {
      try CacheFolder.write(Array(file.text.utf8), to: "\(source)/\(file.name)")
    }
    var job = job
    job.root = product
    let (succeeded, text) = try job.run(
      moduleFlags + ["-module-cache-path", cache.path(of: "clang"), "-c", "-emit-module"]
        + ["-emit-module-path", "\(product)/PipelineDescription.swiftmodule"]
        + sources.module.map { "\(source)/\($0.name)" },
      in: work
    )
    guard succeeded else { throw ManifestFault.compiler(path: job.path, diagnostics: text) }
    try cache.keep(product, as: entry)
    CacheFolder.remove(source)
    return (cache.path(of: entry), entry, true)
  }

  /// Whether the compiler's messages contain an error in this file or folder.
  private static func blames(_ path: String, _ text: String) -> Bool {
    text.split(separator: "\n").contains { line in
      line.hasPrefix(path) && line.contains(": error: ")
    }
  }

  private func fault(of path: String, _ text: String, work: String) -> ManifestFault {
    if Self.blames(path, text) {
      return .compilation(path: path, diagnostics: Self.text(text, without: work))
    }
    if Self.blames(work, text) { return .noPipeline(path: path, diagnostics: text) }
    return .compiler(path: path, diagnostics: text)
  }

  /// Removes messages about the tool's own file, because these only follow from errors in the manifest.
  private static func text(_ text: String, without folder: String) -> String {
    var isOurs = false
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      // Below each message, the compiler shows source lines, which begin with a line number and a bar.
      let isMessage = [": error: ", ": warning: ", ": note: "].contains { line.contains($0) }
      if isMessage && line.first != " " && line.first?.isNumber != true {
        isOurs = line.hasPrefix(folder)
      }
      return !isOurs
    }
    return lines.joined(separator: "\n")
  }

  private func removeUnused() {
    for folder in ["manifests", "executables", "modules", "slow"] {
      cache.removeEntries(of: folder, unusedForDays: Self.daysKept)
    }
    // On a file system without locks, dead processes leave their work folders behind.
    cache.removeEntries(of: "work", unusedForDays: 1)
  }
}
