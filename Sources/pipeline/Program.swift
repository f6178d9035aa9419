internal import Foundation
internal import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

/// The whole tool, which runs the command of the arguments and returns its result.
struct Program {
  let arguments: [String]

  func run() -> Ending {
    SignalListener.prepare()
    switch CommandTable.parse(arguments) {
    case .failure(let fault):
      let session = Session(invocation: Invocation(action: .version), arguments: arguments)
      let text = fault.message().text(style: session.appearance.errorStyle)
      session.errors.write(text + "\n")
      return Ending(status: ExitStatus.usage)
    case .success(let invocation):
      return perform(Session(invocation: invocation, arguments: arguments))
    }
  }

  private func perform(_ session: Session) -> Ending {
    var ending: Ending
    do throws(CommandFailure) {
      ending = try perform(session.invocation.action, session)
    } catch {
      session.errors.write(error.text)
      return Ending(status: error.status)
    }
    // If the disk behind standard output is full, the answer is incomplete and the command must fail.
    if let fault = session.output.fault {
      let message = Message(
        "cannot write to standard output",
        facts: [("system", String(cString: strerror(fault)))]
      )
      session.errors.write(message.text() + "\n")
      ending.status = max(ending.status, ExitStatus.failed)
    }
    return ending
  }

  private func perform(
    _ action: Invocation.Action,
    _ session: Session
  ) throws(CommandFailure) -> Ending {
    switch action {
    case .run(let request):
      return try RunCommand(session: session, request: request).perform()
    case .status(let request): return try session.status(request)
    case .why(let request): return try session.why(request)
    case .log(let request):
      try LogCommand(session: session, request: request).perform()
    case .accept(let request): return try session.accept(request)
    case .clean(let request):
      return try CleanCommand(session: session, request: request).perform()
    case .manifest: return try session.printManifest()
    case .initialize: return try initialize(session)
    case .help(let verb):
      let help = HelpText(table: .standard)
      session.output.write(verb.map { help.help(of: $0) } ?? help.overall())
    case .version: session.output.write("pipeline \(Session.version)\n")
    }
    return Ending()
  }

  private func initialize(_ session: Session) throws(CommandFailure) -> Ending {
    let search = ProgramSearch(
      searchPath: session.environment["PATH"],
      workingDirectory: FileManager.default.currentDirectoryPath
    )
    do throws(ManifestFault) {
      _ = try ManifestFile.workingFolder()
    } catch {
      throw session.failure(.manifest(error))
    }
    do throws(InitFault) {
      let report = try InitialPipelineWriter(directory: session.invocation.directory)
        .create(InitialPipeline(hasSwiftCompiler: search.find("swiftc") != nil))
      session.output.write(report.text)
      return Ending()
    } catch {
      throw session.failure(MessageList([error.message()]), status: error.exitStatus)
    }
  }
}
