package import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem

/// Offers the commands on one root, such as `plan`, `run` and `clean`, as functions that never print or exit;
/// a process may use several sessions one after another.
package struct RootSession: Sendable {
  /// The facts about the caller that affect the answers.
  package struct Caller: Sendable {
    package var arguments: [String] = []
    package var environment: [String: String] = [:]
    /// The absolute path of the home folder; nil without one.
    package var home: String?
    /// The absolute path of the folder in which the user typed file names.
    package var folder = "/"
    package var user: String?
    package var version = ""
    /// The name of the command as the user typed it; nil if there was none.
    package var verb: String?

    package init() {}
  }

  package let source: any ManifestSource
  package let caller: Caller
  package let world: SessionWorld
  let executor: any AttemptExecutor
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
    executor = world.executor(world.clock)
    self.notify = notify
  }

  /// Reads the manifest, then takes its graph from the snapshot of the last run, or builds and checks it.
  ///
  /// If `isForAll` is true, prefetches the states of all files, because all stages will be judged.
  package func open(isForAll: Bool = false) throws(SessionFault) -> OpenedRoot {
    var (loaded, known) = try load(prefetches: isForAll)
    guard let (graph, defaults) = known.pipeline(of: loaded.text) else {
      return try understand(loaded, known).root
    }
    let parameters = try parameters(defaults.parameters, loaded)
    return opened(graph, defaults, parameters, loaded, known)
  }

  /// Also returns the complete pipeline of the manifest, which the snapshot does not contain.
  package func openWhole() throws(SessionFault) -> (root: OpenedRoot, pipeline: Pipeline) {
    let (loaded, known) = try load()
    return try understand(loaded, known)
  }

  /// Finds the root without reading the manifest.
  package func resolver() throws(SessionFault) -> PathResolver {
    do throws(ManifestFault) {
      return resolver(try source.locate().root)
    } catch {
      throw .manifest(error)
    }
  }

  private func resolver(_ root: String) -> PathResolver {
    PathResolver(root: root, home: caller.home)
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

  /// Returns an id of this build of the tool, because snapshots of other builds are not used.
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
    if let verb = caller.verb, graph.stage(named: verb) != nil {
      notify(.stageNamedLikeCommand(verb))
    }
    var workspace = Workspace(
      graph: graph,
      defaults: defaults,
      resolver: known.resolver,
      files: known.files,
      environment: caller.environment,
      parameters: parameters
    )
    workspace.readSalt()
    return OpenedRoot(workspace: workspace, manifestPath: loaded.manifestPath, known: known)
  }

  private func parameters(
    _ declared: [ParameterDeclaration],
    _ loaded: LoadedManifest
  ) throws(SessionFault) -> ParameterValues {
    var faults = loaded.settingFaults
    let values = ParameterValues(declared, settings: loaded.settings, faults: &faults)
    // Wrong settings may cause further faults in the manifest, so the faults of the settings come first.
    guard faults.isEmpty else { throw .settings(faults) }
    return values
  }

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
      answers.isSlow = { notify(.slowManifest(path, $0)) }
      let loaded = try source.read(location, answers: answers)
      for warning in loaded.warnings { notify(.manifest(warning)) }
      return (loaded, known)
    } catch {
      throw .manifest(error)
    }
  }

  /// Returns the paths that a glob of the manifest matches, escaped because a path could look like a glob.
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

package struct OpenedRoot: Sendable {
  package internal(set) var workspace: Workspace
  /// The manifest's path, relative to the root if inside it.
  package let manifestPath: String
  var known: KnownState

  /// The stages whose state is known from the snapshot.
  var knownStages: KnownStages { known.stages(of: workspace) }

  package var graph: Graph { workspace.graph }

  var manifestFiles: ManifestFiles {
    ManifestFiles(path: manifestPath, all: workspace.defaults.files)
  }

  package func recordFile() throws(SessionFault) -> RecordFile {
    do throws(SystemFault) {
      return try RecordFile(reading: workspace.files, index: known.recordIndex)
    } catch {
      throw .recordsUnreadable(error)
    }
  }
}

/// Writes to a file of `.pipeline`; a system error becomes a fault that names the file.
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
