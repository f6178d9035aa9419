/// Decides whether `clean` removes a file; the records must show that a run left the file in this state.
package struct CleaningRule: Sendable {
  package enum Reason: Equatable, Sendable {
    case changed
    /// The file is in an output folder, but the stage's last success did not leave it there.
    case foreign
    case neverRan
    /// This stage declares the file by name as an input or a script, and no known run made the file.
    case input(of: String)
    case ownFile
    /// The file is in an output folder, but an exception or an ignored name keeps it from being part.
    case leftOut
    case elsewhere(Path)
    case isFolder
    case unreadable(SystemFault)

    /// Whether `clean --force` removes the file anyway.
    package var yieldsToForce: Bool {
      switch self {
      case .changed, .foreign, .neverRan: true
      case .input, .ownFile, .leftOut, .elsewhere, .isFolder, .unreadable: false
      }
    }
  }

  /// The facts that decide whether `clean` keeps a file.
  package struct Evidence: Equatable, Sendable {
    package var entry: FoundEntry
    /// False if the file is not declared itself, but is in a declared output folder.
    package var isDeclared: Bool = true
    package var isLeftOut: Bool = false
    /// Nil if the record of the last success does not contain the file.
    package var recorded: ObservedFile?
    package var lastAttempt: StageHistory.LastAttempt?
    /// A stage that declares the file by name as an input or a script.
    package var reader: String?
    /// Whether the file is the manifest or `parameters.json`.
    package var isOwnFile: Bool = false
  }

  package var isForced: Bool

  package init(isForced: Bool = false) {
    self.isForced = isForced
  }

  /// Returns nil if `clean` removes the file.
  package func reasonToKeep(_ evidence: Evidence) -> Reason? {
    if evidence.isOwnFile { return .ownFile }
    if evidence.isLeftOut { return .leftOut }
    guard let reason = doubt(evidence) else { return nil }
    if evidence.recorded == nil, !evidence.isDeclared, let reader = evidence.reader {
      return .input(of: reader)
    }
    return isForced ? nil : reason
  }

  /// Returns nil if, according to the records, a run left the file in its current state.
  private func doubt(_ evidence: Evidence) -> Reason? {
    let isSame = evidence.recorded.map(evidence.entry.isSame)
    if isSame == true { return nil }
    switch evidence.lastAttempt {
    case nil: return .neverRan
    case .succeeded: return isSame == false ? .changed : .foreign
    case .failed(let end) where !end.hasStartedScript: return isSame == false ? .changed : .foreign
    case .failed, .started:
      // A failed attempt has no record, so a changed or declared file counts as written by that attempt.
      return isSame == false || evidence.isDeclared ? nil : .foreign
    }
  }
}
