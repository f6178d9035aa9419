package import PipelinePlanning
package import PipelineSystem

/// Makes an executable of a manifest, and keeps it for the next time.
///
/// What is kept stands under a digest of all that it was made of, so that it is never stale: the
/// executable under that of the manifest and the tool's own sources, the module that manifests
/// import under that of its sources and its compiler. Everything is made in a folder of its own and
/// then moved, so that two runs may start at once, and a compilation that failed leaves nothing.
package struct ManifestCompiler: Sendable {
  /// Where things are kept.
  package let cache: CacheFolder
  /// The sources of the module.
  package let sources: EmbeddedSources
  /// Where programs are looked for; nil where `PATH` is not set.
  package let searchPath: String?
  /// The environment of the compiler; nil for the tool's own.
  package let environment: [String]?

  /// 5, so that a global `var` in a manifest is no error of concurrency.
  private static let manifestFlags = [
    "-swift-version", "5", "-parse-as-library", "-Onone", "-wmo", "-suppress-warnings",
    "-no-color-diagnostics", "-module-name", "Manifest",
  ]
  private static let moduleFlags = [
    "-swift-version", "6", "-parse-as-library", "-O", "-wmo", "-num-threads", "2",
    "-package-name", "pipeline", "-enable-upcoming-feature", "InternalImportsByDefault",
    "-suppress-warnings", "-no-color-diagnostics", "-module-name", "PipelineDescription",
  ]
  private static let daysKept = 30

  /// The name under which the executable of a manifest is kept.
  package func entry(for manifest: [UInt8], at location: ManifestLocation) -> String {
    var digest = Digest()
    digest.update(manifest)
    digest.update(location.shownPath)
    digest.update(Self.manifestFlags + Self.moduleFlags)
    sources.update(&digest)
    return "manifests/\(digest.text())"
  }

  /// The executable of a manifest, if it is kept.
  package func kept(for manifest: [UInt8], at location: ManifestLocation) -> String? {
    let entry = entry(for: manifest, at: location)
    return cache.isSafe && cache.uses(entry) ? cache.path(of: entry) : nil
  }

  /// Forgets the executable of a manifest, as it does not start.
  package func forget(_ manifest: [UInt8], at location: ManifestLocation) {
    cache.remove(entry(for: manifest, at: location))
  }

  /// Compiles a manifest.
  ///
  /// - Parameters:
  ///   - location: The manifest.
  ///   - file: What was read of it; compiled is what is there, so this may be out of date.
  /// - Returns: The executable, and what the manifest was when it was made.
  /// - Throws: Why there is none; nothing of it is kept.
  package func compile(
    _ location: ManifestLocation,
    _ file: ManifestFile
  ) throws(ManifestFault) -> (executable: String, file: ManifestFile) {
    let path = location.shownPath
    let search = ProgramSearch(searchPath: searchPath, workingDirectory: location.root)
    guard let compiler = search.find("swiftc") else {
      throw .noCompiler(path: path)
    }
    let job = CompilerJob(
      program: compiler,
      path: path,
      root: location.root,
      environment: environment
    )
    do {
      let work = try cache.makeWorkFolder()
      defer { CacheFolder.remove(work) }
      defer { removeUnused() }
      try CacheFolder.write(sources.entry.bytes, to: "\(work)/\(sources.entry.name)")
      var module = try self.module(of: job, in: work)

      var file = file
      // A manifest that is saved while it is compiled is compiled again.
      for attempt in 0..<10 {
        let output = "\(work)/manifest-\(attempt)"
        var (succeeded, text) = try compile(job, module: module.path, in: work, to: output)
        let isOdd = !Self.blames(path, text) && !Self.blames(work, text)
        if !succeeded, !module.isNew, isOdd || text.contains(module.path) {
          // It is not the manifest that is wrong: what is kept of the module may be damaged.
          cache.remove(module.entry)
          module = try self.module(of: job, in: work)
          (succeeded, text) = try compile(job, module: module.path, in: work, to: output)
        }
        let now = try ManifestFile(reading: location.path, shown: path)
        defer { file = now }
        guard now.bytes == file.bytes else { continue }
        guard succeeded else { throw fault(of: path, text, work: work) }
        let entry = entry(for: file.bytes, at: location)
        try cache.keep(output, as: entry)
        return (cache.path(of: entry), file)
      }
      throw ManifestFault.changing(path: path)
    } catch let failure as CacheFolder.Failure {
      throw .noCache(path: path, reason: failure.reason)
    } catch let fault as ManifestFault {
      throw fault
    } catch {
      throw .compiler(path: path, diagnostics: "\(error)")
    }
  }

  private func compile(
    _ job: CompilerJob,
    module: String,
    in work: String,
    to output: String
  ) throws -> (succeeded: Bool, text: String) {
    let objects = try CacheFolder.names(in: module).filter { $0.hasSuffix(".o") }.sorted()
    // What begins with a dash or an at sign must not be read as an option.
    let manifest = job.path.hasPrefix("/") ? job.path : "./\(job.path)"
    let isPlain = !job.path.hasPrefix("-") && !job.path.hasPrefix("@")
    return try job.run(
      Self.manifestFlags + ["-module-cache-path", cache.path(of: "clang"), "-I", module]
        + [isPlain ? job.path : manifest, "\(work)/\(sources.entry.name)"]
        + objects.map { "\(module)/\($0)" } + ["-lm", "-o", output],
      in: work
    )
  }

  /// The module that manifests import, as this compiler reads it.
  private func module(
    of job: CompilerJob,
    in work: String
  ) throws -> (path: String, entry: String, isNew: Bool) {
    var digest = Digest()
    digest.update([job.program, try job.run(["--version"], in: work).text] + Self.moduleFlags)
    sources.updateWithModule(&digest)
    let entry = "modules/\(digest.text())"
    if cache.uses(entry) { return (cache.path(of: entry), entry, false) }

    let source = "\(work)/source"
    let product = "\(work)/module"
    for folder in [source, product] { try CacheFolder.makeFolder(at: folder) }
    for file in sources.module { try CacheFolder.write(file.bytes, to: "\(source)/\(file.name)") }
    let job = CompilerJob(
      program: job.program,
      path: job.path,
      root: product,
      environment: environment
    )
    let (succeeded, text) = try job.run(
      Self.moduleFlags + ["-module-cache-path", cache.path(of: "clang"), "-c", "-emit-module"]
        + ["-emit-module-path", "\(product)/PipelineDescription.swiftmodule"]
        + sources.module.map { "\(source)/\($0.name)" },
      in: work
    )
    guard succeeded else { throw ManifestFault.compiler(path: job.path, diagnostics: text) }
    try cache.keep(product, as: entry)
    CacheFolder.remove(source)
    return (cache.path(of: entry), entry, true)
  }

  /// Whether an error stands in a file.
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

  /// What the compiler says, without what it says of the tool's own file: that follows from the rest.
  private static func text(_ text: String, without folder: String) -> String {
    var isOurs = false
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      // Below each message stands an excerpt of the source, in whose lines a bar follows the number.
      let isMessage = [": error: ", ": warning: ", ": note: "].contains { line.contains($0) }
      if isMessage && line.first != " " && line.first?.isNumber != true {
        isOurs = line.hasPrefix(folder)
      }
      return !isOurs
    }
    return lines.joined(separator: "\n")
  }

  private func removeUnused() {
    for folder in ["manifests", "modules"] {
      cache.removeEntries(of: folder, unusedForDays: Self.daysKept)
    }
    // What runs that were killed have left.
    cache.removeEntries(of: "work", unusedForDays: 1)
  }
}
