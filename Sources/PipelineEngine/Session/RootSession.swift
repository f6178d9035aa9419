package import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem

/// The work on one root as values: open, lock, recover, plan, run, accept, clean, status, why.
///
/// It prints nothing and never ends the process; several may follow each other in one process.
package struct RootSession: Sendable {
  /// Who asks, as far as it matters to the answer.
  package struct Caller: Sendable {
    /// The words of the command line.
    package var arguments: [String] = []
    package var environment: [String: String] = [:]
    /// The folder in which the names of files were typed; absolute.
    package var folder = "/"
    /// The user's name, for the log.
    package var user: String?
    /// The version of the tool.
    package var version = ""
    /// The verb as it was typed, if one was.
    package var verb: String?

    package init() {}
  }

  package let source: any ManifestSource
  package let caller: Caller
  package let world: SessionWorld
  /// Told what is worth knowing on the way.
  let notify: @Sendable (SessionNotice) -> Void

  package init(
    source: any ManifestSource,
    caller: Caller,
    world: SessionWorld = SessionWorld(),
    notify: @escaping @Sendable (SessionNotice) -> Void = { _ in }
  ) {
    self.source = source
    self.caller = caller
    self.world = world
    self.notify = notify
  }

  /// Opens the root: reads the manifest and checks it, or knows from the last run what comes of it.
  ///
  /// - Parameter isForAll: Whether every stage will be judged by its files.
  /// - Returns: The root.
  /// - Throws: Everything that is wrong with the pipeline.
  package func open(isForAll: Bool = false) throws(SessionFault) -> OpenedRoot {
    var (loaded, known) = try load(prefetches: isForAll)
    guard let (graph, defaults) = known.pipeline(of: loaded.text) else {
      return try understand(loaded, known).root
    }
    let parameters = try parameters(defaults.parameters, loaded)
    return opened(graph, defaults, parameters, loaded, known)
  }

  /// Opens the root, and gives all that the manifest declares, too.
  package func openWhole() throws(SessionFault) -> (root: OpenedRoot, pipeline: Pipeline) {
    let (loaded, known) = try load()
    return try understand(loaded, known)
  }

  /// The root, whose manifest is found but not read.
  package func resolver() throws(SessionFault) -> PathResolver {
    do throws(ManifestFault) {
      return resolver(try source.locate().root)
    } catch {
      throw .manifest(error)
    }
  }

  private func resolver(_ root: String) -> PathResolver {
    PathResolver(root: root, home: caller.environment["HOME"])
  }

  private func understand(
    _ loaded: LoadedManifest,
    _ known: KnownState
  ) throws(SessionFault) -> (root: OpenedRoot, pipeline: Pipeline) {
    let pipeline: Pipeline
    let places: StagePlaces
    do throws(ManifestFault) {
      (pipeline, places) = try loaded.text.decode()
    } catch {
      throw .manifest(error)
    }
    let parameters = try parameters(pipeline.parameters, loaded)
    let resolver = known.resolver
    let realPaths = RealPaths(files: known.files)
    let graph: Graph
    do throws(GraphFaults) {
      graph = try Graph(
        pipeline,
        resolver: resolver,
        manifest: resolver.path(loaded.manifestPath),
        realPath: { realPaths($0) },
        parallel: world.parallel
      )
    } catch {
      throw .graph(error, ManifestFiles(path: loaded.manifestPath, all: pipeline.files))
    }
    var known = known
    known.note(loaded.text, places, realPaths: realPaths.known)
    let root = opened(graph, pipeline.withoutStages, parameters, loaded, known)
    return (root, pipeline)
  }

  /// Which build of the tool this is: what another one knew says nothing.
  private func build(_ files: any FileSystem) -> String {
    let executable = files.state(of: Path("/proc/self/exe")).stamp
    return "\(caller.version) \(executable?.size ?? 0) \(executable?.modified ?? 0)"
  }

  private func opened(
    _ graph: Graph,
    _ defaults: Pipeline,
    _ parameters: ParameterValues,
    _ loaded: LoadedManifest,
    _ known: KnownState
  ) -> OpenedRoot {
    if let verb = caller.verb, graph.index(of: verb) != nil {
      notify(.stageNamedLikeCommand(verb))
    }
    let workspace = Workspace(
      graph: graph,
      defaults: defaults,
      resolver: known.resolver,
      files: known.files,
      environment: caller.environment,
      parameters: parameters
    )
    return OpenedRoot(workspace: workspace, manifestPath: loaded.manifestPath, known: known)
  }

  private func parameters(
    _ declared: [ParameterDeclaration],
    _ loaded: LoadedManifest
  ) throws(SessionFault) -> ParameterValues {
    var faults = loaded.settingFaults
    let values = ParameterValues(declared, settings: loaded.settings, faults: &faults)
    // What is set wrongly may have made the manifest declare something else: that is told first.
    guard faults.isEmpty else { throw .settings(faults) }
    return values
  }

  /// Finds the manifest and reads it.
  private func load(
    prefetches: Bool = false
  ) throws(SessionFault) -> (LoadedManifest, KnownState) {
    do throws(ManifestFault) {
      let location = try source.locate()
      let resolver = resolver(location.root)
      let files = world.files(resolver)
      var known = KnownState(tool: build(files), resolver: resolver, files: files)
      var answers = ManifestAnswers { matches(of: $0, resolver, files) }
      answers.willRun = { if prefetches { known.beginPrefetch() } }
      let (notify, path) = (notify, location.shownPath)
      answers.willCompile = { notify(.compiling(path)) }
      let loaded = try source.read(location, answers: answers)
      for warning in loaded.warnings { notify(.manifest(warning)) }
      return (loaded, known)
    } catch {
      throw .manifest(error)
    }
  }

  /// The paths that a glob of the manifest matches, as a manifest must spell them: a name may look like a
  /// glob.
  private func matches(
    of glob: String,
    _ resolver: PathResolver,
    _ files: any FileSystem
  ) -> [String] {
    let found = FileScanner(files: files).set(of: FilePattern(glob, resolver: resolver)).files
      .filter { $0.state.stamp != nil }
    if found.isEmpty { notify(.matchesNothing(glob)) }
    return found.map { PathText.escaped($0.path.text) }
  }
}

/// A root with its pipeline.
package struct OpenedRoot: Sendable {
  package let workspace: Workspace
  /// The manifest's path, relative to the root where it lies in it.
  package let manifestPath: String
  /// What the last run knew.
  var known: KnownState

  /// The stages of which it is certain how they stand.
  var knownStages: KnownStages { known.stages(of: workspace) }

  package var graph: Graph { workspace.graph }

  var manifestFiles: ManifestFiles {
    ManifestFiles(path: manifestPath, all: workspace.defaults.files)
  }

  /// Reads the records.
  package func records() throws(SessionFault) -> RecordFile {
    do throws(SystemFault) {
      return try RecordFile(reading: workspace.files, index: known.records)
    } catch {
      throw .recordsUnreadable(error)
    }
  }
}

/// Does something that writes to a file of `.pipeline`, and names that file where the system refuses.
func writing<Value>(
  _ path: String,
  _ body: () throws(SystemFault) -> Value
) throws(SessionFault) -> Value {
  do throws(SystemFault) {
    return try body()
  } catch {
    throw .unwritable(path: path, error)
  }
}
