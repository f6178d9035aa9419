internal import PipelineDescription
internal import PipelineEngine
internal import PipelineLoading
internal import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

/// What most commands begin with: the manifest, made into what the other modules work on.
struct OpenedPipeline {
  var workspace: Workspace
  /// The manifest's path, relative to the root where it lies in it.
  var manifestPath: String
}

extension Session {
  /// Reads the manifest, and checks it, or knows from the last run what comes of it.
  ///
  /// - Parameter look: Asks for files while the manifest is run, where that is right and worth it.
  /// - Returns: The pipeline.
  /// - Throws: All that is wrong with it.
  func open(
    look: (LocalFileSystem) -> EarlyLook? = { _ in nil }
  ) throws(CommandFailure) -> OpenedPipeline {
    var early: EarlyLook?
    let (loaded, settings) = try load { early = look($0) }
    let resolver = PathResolver(root: loaded.root, home: environment["HOME"])
    let files = LocalFileSystem(resolver: resolver)
    guard let snapshot = early?.snapshot ?? Snapshot(reading: files),
      snapshot.ground.holds(
        tool: Self.build(files),
        manifest: loaded.text.identity,
        resolver: resolver,
        files: files
      ),
      let defaults = loaded.text.defaults(snapshot.ground.places)
    else { return try understand(loaded, settings).opened }
    let (text, places) = (loaded.text, snapshot.ground.places)
    let graph = snapshot.graph { index in
      guard let stage = text.stage(index, places) else {
        preconditionFailure("a text that was read before cannot be read again")
      }
      return Graph.Node(stage, resolver: resolver)
    }
    var workspace = Workspace(
      graph: graph,
      defaults: defaults,
      resolver: resolver,
      files: files,
      environment: environment,
      parameters: try parameters(defaults.parameters, settings)
    )
    workspace.ground = snapshot.ground
    workspace.snapshot = snapshot
    workspace.earlyLook = early
    return opened(workspace, loaded)
  }

  /// Reads the manifest and checks it; gives all that it declares, too.
  func openWhole() throws(CommandFailure) -> (opened: OpenedPipeline, pipeline: Pipeline) {
    let (loaded, settings) = try load()
    return try understand(loaded, settings)
  }

  private func understand(
    _ loaded: LoadedManifest,
    _ settings: ParameterSettings
  ) throws(CommandFailure) -> (opened: OpenedPipeline, pipeline: Pipeline) {
    let (pipeline, places) = try decode(loaded)
    let parameters = try parameters(pipeline.parameters, settings)
    let resolver = PathResolver(root: loaded.root, home: environment["HOME"])
    let files = LocalFileSystem(resolver: resolver)
    let realPaths = RealPaths(files: files)
    let graph: Graph
    do throws(GraphFaults) {
      graph = try Graph(
        pipeline,
        resolver: resolver,
        manifest: resolver.path(loaded.manifestPath),
        realPath: { realPaths($0) },
        parallel: TwoThreads()
      )
    } catch {
      throw failure(
        error.messages(manifest: loaded.manifestPath, files: pipeline.files).messages,
        status: ExitStatus.usage
      )
    }
    var workspace = Workspace(
      graph: graph,
      defaults: pipeline.withoutStages,
      resolver: resolver,
      files: files,
      environment: environment,
      parameters: parameters
    )
    workspace.ground = Snapshot.Ground(
      tool: Self.build(files),
      manifest: loaded.text.identity,
      places: places,
      realPaths: realPaths.known,
      resolver: resolver,
      files: files
    )
    return (opened(workspace, loaded), pipeline)
  }

  /// Which build of the tool this is: a snapshot of another one says nothing.
  private static func build(_ files: LocalFileSystem) -> String {
    let executable = files.state(of: Path("/proc/self/exe")).stamp
    return "\(version) \(executable?.size ?? 0) \(executable?.modified ?? 0)"
  }

  private func opened(_ workspace: Workspace, _ loaded: LoadedManifest) -> OpenedPipeline {
    if let verb = invocation.writtenVerb, workspace.graph.index(of: verb.rawValue) != nil {
      warn(
        Message(
          "`\(verb.rawValue)` is a command and a stage; this is the command",
          hint: "`pipeline --to \(verb.rawValue)` is the stage"
        )
      )
    }
    return OpenedPipeline(workspace: keptToTheEnd(workspace), manifestPath: loaded.manifestPath)
  }

  private func decode(
    _ loaded: LoadedManifest
  ) throws(CommandFailure) -> (pipeline: Pipeline, places: StagePlaces) {
    do throws(ManifestFault) {
      return try loaded.text.decode()
    } catch {
      throw failure(error.messages, status: ExitStatus.usage)
    }
  }

  private func parameters(
    _ declared: [ParameterDeclaration],
    _ settings: ParameterSettings
  ) throws(CommandFailure) -> ParameterValues {
    var faults = settings.faults
    let values = ParameterValues(declared, settings: settings.all, faults: &faults)
    // What is set wrongly may have made the manifest declare something else: that is told first.
    guard faults.isEmpty else {
      throw failure(faults.flatMap(\.messages), status: ExitStatus.usage)
    }
    return values
  }

  /// Finds the manifest and reads it, and what parameters are set to.
  private func load(
    whileRunning: (LocalFileSystem) -> Void = { _ in }
  ) throws(CommandFailure) -> (LoadedManifest, ParameterSettings) {
    let loaded: LoadedManifest
    let settings: ParameterSettings
    do throws(ManifestFault) {
      let location = try location()
      let resolver = PathResolver(root: location.root, home: environment["HOME"])
      let files = LocalFileSystem(resolver: resolver)
      settings = ParameterSettings(options: invocation.settings, root: location.root)
      loaded = try loader(of: location).load(
        location,
        settings: settings.effective,
        whileRunning: { whileRunning(files) },
        files: { matches(of: FilePattern($0, resolver: resolver), $0, in: files) }
      )
    } catch {
      throw failure(error.messages, status: ExitStatus.usage)
    }
    for warning in loaded.warnings { warn(warning.message) }
    return (loaded, settings)
  }

  /// What a glob that a manifest asks about matches, as a manifest must spell it: a name may look like a
  /// glob.
  private func matches(
    of pattern: FilePattern,
    _ spelling: String,
    in files: LocalFileSystem
  ) -> [String] {
    let found = FileScanner(files: files).set(of: pattern).files.filter { $0.state.stamp != nil }
    if found.isEmpty { warn(Message("`Context.files(\"\(spelling)\")` matches no file")) }
    return found.map { PathText.escaped($0.path.text) }
  }

  private func loader(of location: ManifestLocation) -> ManifestLoader {
    var loader = ManifestLoader(variable: { environment[$0] })
    // Where a manifest traps, its own line says it; the runtime would add a page of registers.
    var surroundings = environment
    surroundings["SWIFT_BACKTRACE"] =
      environment["SWIFT_BACKTRACE"] ?? "enable=yes,output-to=/dev/null"
    loader.environment = surroundings.map { "\($0.key)=\($0.value)" }
    if errors.isTerminal {
      let shown = location.shownPath.printable
      loader.willCompile = { OutputStream.standardError().write("compiling \(shown)\n") }
    }
    return loader
  }
}
