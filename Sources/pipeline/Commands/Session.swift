internal import Foundation
internal import PipelineDescription
internal import PipelineEngine
internal import PipelineLoading
internal import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

/// What every command has at hand: what was typed, the environment, and where to say something.
struct Session {
  let invocation: Invocation
  let arguments: [String]
  let environment: [String: String]
  let output: OutputStream
  let errors: OutputStream
  let appearance: Appearance

  /// The version of the tool; docs/changelog.md says what each has brought.
  static let version = "0.3.0"

  init(invocation: Invocation, arguments: [String]) {
    self.invocation = invocation
    self.arguments = arguments
    environment = ProcessInfo.processInfo.environment
    output = .standardOutput()
    errors = .standardError()
    appearance = Appearance(
      color: invocation.color,
      environment: environment,
      isTerminal: output.isTerminal,
      isErrorTerminal: errors.isTerminal
    )
  }

  func warn(_ message: Message) {
    errors.write(message.text(severity: .warning, style: appearance.errorStyle) + "\n")
  }

  func note(_ message: Message) {
    errors.write(message.text(severity: .note, style: appearance.errorStyle) + "\n")
  }

  /// The failure that these messages tell.
  func failure(
    _ messages: [Message],
    status: Int32,
    consequence: String = "nothing was run"
  ) -> CommandFailure {
    let text = MessageList(messages, consequence: consequence).text(style: appearance.errorStyle)
    return CommandFailure(text: text + "\n", status: status)
  }

  /// Finds and reads the manifest.
  func load() throws(CommandFailure) -> LoadedManifest {
    var loaded: LoadedManifest
    let settings: ParameterSettings
    do throws(ManifestFault) {
      let location = try location()
      let resolver = PathResolver(root: location.root, home: environment["HOME"])
      let scanner = FileScanner(files: LocalFileSystem(resolver: resolver))
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
      settings = ParameterSettings(options: invocation.settings, root: location.root)
      loaded = try loader.load(location, settings: settings.effective) { spelling in
        let pattern = FilePattern(spelling, resolver: resolver)
        // As a manifest must spell them: a name may look like a glob.
        let found = scanner.set(of: pattern).files.filter { $0.state.stamp != nil }
        if found.isEmpty { warn(Message("`Context.files(\"\(spelling)\")` matches no file")) }
        return found.map { PathText.escaped($0.path.text) }
      }
    } catch {
      throw failure(error.messages, status: ExitStatus.usage)
    }
    for warning in loaded.warnings { warn(warning.message) }
    var faults = settings.faults
    loaded.parameters = ParameterValues(
      loaded.pipeline.parameters,
      settings: settings.all,
      faults: &faults
    )
    // What is set wrongly may have made the manifest declare something else: that is told first.
    guard faults.isEmpty else {
      throw failure(faults.flatMap(\.messages), status: ExitStatus.usage)
    }
    return loaded
  }

  /// Finds the manifest, without reading it.
  func location() throws(ManifestFault) -> ManifestLocation {
    try ManifestLocation.find(
      from: try currentFolder(),
      directory: invocation.directory,
      manifest: invocation.manifest
    )
  }

  /// The folder that the tool was started in; a name that is no UTF-8 cannot be found again.
  private func currentFolder() throws(ManifestFault) -> String {
    guard let bytes = getcwd(nil, 0) else { return "/" }
    defer { free(bytes) }
    guard let folder = String(validatingCString: bytes) else {
      throw .unreadable(path: String(cString: bytes), reason: "its name is no UTF-8")
    }
    return folder
  }

  /// Checks the manifest and makes of it what the other modules work on.
  func workspace(of manifest: LoadedManifest) throws(CommandFailure) -> Workspace {
    let resolver = PathResolver(root: manifest.root, home: environment["HOME"])
    let files = LocalFileSystem(resolver: resolver)
    let graph: Graph
    do throws(GraphFaults) {
      graph = try Graph(
        manifest.pipeline,
        resolver: resolver,
        manifest: resolver.path(manifest.manifestPath),
        realPath: RealPaths(files: files).callAsFunction
      )
    } catch {
      throw failure(
        error.messages(manifest: manifest.manifestPath).messages,
        status: ExitStatus.usage
      )
    }
    if let verb = invocation.writtenVerb, let index = graph.index(of: verb.rawValue) {
      let name = graph.name(of: index)
      warn(
        Message(
          "`\(name)` is a command and a stage; this is the command",
          hint: "`pipeline --to \(name)` is the stage"
        )
      )
    }
    return Workspace(
      graph: graph,
      pipeline: manifest.pipeline,
      resolver: resolver,
      files: files,
      environment: environment,
      parameters: manifest.parameters
    )
  }
}
