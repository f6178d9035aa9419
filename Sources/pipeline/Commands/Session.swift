internal import Foundation
internal import PipelineEngine
internal import PipelineLoading
internal import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

/// The context of every command, with the command line, the environment and the output streams.
struct Session {
  let invocation: Invocation
  let arguments: [String]
  let environment: [String: String]
  let output: OutputStream
  let errors: OutputStream
  let appearance: Appearance
  /// The session of the root that the command line selects.
  private let root: RootSession

  /// The version of the tool; docs/changelog.md lists the changes of each version.
  static let version = "0.6.0"

  init(invocation: Invocation, arguments: [String]) {
    self.invocation = invocation
    self.arguments = arguments
    environment = ProcessInfo.processInfo.environment
    output = .standardOutput()
    errors = .standardError()
    let source = ManifestOnDisk(
      directory: invocation.directory,
      manifest: invocation.manifest,
      settings: invocation.settings,
      isOptimizing: invocation.isOptimizing,
      timeLimit: invocation.manifestTimeout,
      environment: environment
    )
    appearance = Appearance(
      invocation,
      environment: environment,
      isTerminal: output.isTerminal,
      isErrorTerminal: errors.isTerminal,
      language: ManifestLanguage(manifest: (try? source.locate())?.shownPath ?? "")
    )
    root = Self.root(source, invocation, arguments, environment, errors, appearance)
  }

  func warn(_ message: Message) {
    errors.write(message.text(severity: .warning, style: appearance.errorStyle) + "\n")
  }

  var display: Display {
    Display(style: appearance.style, time: appearance.time, verbosity: invocation.verbosity)
  }

  func failure(_ messages: MessageList, status: Int32) -> CommandFailure {
    CommandFailure(text: messages.text(style: appearance.errorStyle) + "\n", status: status)
  }

  /// Calls `question` with the session of the root; `hint` may replace the hint of a fault.
  func ask<Answer>(
    _ question: (RootSession) throws(SessionFault) -> Answer,
    hint: (SessionFault) -> String? = { _ in nil }
  ) throws(CommandFailure) -> Answer {
    do throws(SessionFault) {
      return try question(root)
    } catch {
      throw failure(error, hint: hint(error))
    }
  }

  func failure(_ fault: SessionFault, hint: String? = nil) -> CommandFailure {
    var list = fault.messages(appearance.time)
    if let denial = root.denial(behind: fault) {
      list.messages[0] = denial.explain(list.messages[0])
    }
    if let hint { list.messages[0].hint = hint }
    return failure(list, status: ExitStatus.of(fault))
  }

  /// Returns a line about a step of reading the manifest that takes long.
  private static func progress(of notice: SessionNotice, isTerminal: Bool) -> String? {
    switch notice {
    case .compiling(let path): isTerminal ? "compiling \(path.printable)\n" : ""
    case .slowManifest(let path, .compiling): isTerminal ? nil : "compiling \(path.printable)\n"
    case .slowManifest(let path, .running): "reading \(path.printable)\n"
    default: nil
    }
  }

  private static func root(
    _ source: ManifestOnDisk,
    _ invocation: Invocation,
    _ arguments: [String],
    _ environment: [String: String],
    _ errors: OutputStream,
    _ appearance: Appearance
  ) -> RootSession {
    var caller = RootSession.Caller()
    caller.arguments = arguments
    caller.environment = environment
    caller.home = HomeFolder.path(environment["HOME"])
    caller.folder = FileManager.default.currentDirectoryPath
    caller.user =
      ["LOGNAME", "USER"].compactMap { environment[$0] }.first { !$0.isEmpty }
      ?? NSUserName()
    caller.version = version
    caller.verb = invocation.writtenVerb?.rawValue
    return RootSession(source: source, caller: caller) { notice in
      if let line = progress(of: notice, isTerminal: errors.isTerminal) {
        // From now on, a signal must not leave a compiler or its work folder behind.
        SignalListener.dieInOrder()
        if invocation.verbosity != .quiet { errors.write(line) }
      }
      for (message, severity) in notice.messages(appearance.time) {
        errors.write(message.text(severity: severity, style: appearance.errorStyle) + "\n")
      }
    }
  }
}
