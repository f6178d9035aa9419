internal import Foundation
internal import PipelineLoading
internal import PipelinePlanning
internal import PipelineReporting

/// What every command has at hand: what was typed, the environment, and where to say something.
struct Session {
  let invocation: Invocation
  let arguments: [String]
  let environment: [String: String]
  let output: OutputStream
  let errors: OutputStream
  let appearance: Appearance

  /// The version of the tool; docs/changelog.md says what each has brought.
  static let version = "0.4.0"

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

  /// The name of the user, for the log.
  var user: String {
    [environment["LOGNAME"], environment["USER"]].compactMap(\.self).first { !$0.isEmpty }
      ?? NSUserName()
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
}
