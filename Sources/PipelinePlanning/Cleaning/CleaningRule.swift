/// The rule of `clean`: it removes a file only if a run is known to have left it as it is now.
///
/// One function gives the verdict on one file, from `Evidence` alone.
package struct CleaningRule: Sendable {
  /// The reason why a file stays.
  package enum Reason: Equatable, Sendable {
    /// It differs from what the last success of the stage left.
    case changed
    /// It lies in the output folder, but the last success of the stage did not leave it there.
    case foreign
    /// According to the records, the stage never ran here.
    case neverRan
    /// A stage declares it by name as an input or a script, and no run made it.
    case input(of: String)
    /// It is the manifest or `parameters.json`.
    case ownFile
    /// Its name never counts as data, such as `.git`.
    case ignored
    case elsewhere(Path)
    /// A folder is there, but a file is declared.
    case isFolder
    case unreadable(SystemFault)

    /// Whether `clean --force` removes the file anyway.
    package var yieldsToForce: Bool {
      switch self {
      case .changed, .foreign, .neverRan: true
      case .input, .ownFile, .ignored, .elsewhere, .isFolder, .unreadable: false
      }
    }
  }

  /// The facts about a file in an output.
  package struct Evidence: Equatable, Sendable {
    /// The entry on the disk now.
    package var entry: FoundEntry
    /// Whether the file itself is declared as an output; false if it only lies in an output folder.
    package var isDeclared: Bool = true
    /// The file in the record of the last success; nil if the record does not contain it.
    package var recorded: ObservedFile?
    /// The last attempt of the stage; nil if the stage never ran here.
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

  /// Returns the reason why the file stays; nil if `clean` removes it.
  package func reasonToKeep(_ evidence: Evidence) -> Reason? {
    if evidence.isOwnFile { return .ownFile }
    if Glob.ignoredNames.contains(Array(evidence.entry.path.name)) { return .ignored }
    guard let reason = doubt(evidence) else { return nil }
    if evidence.recorded == nil, !evidence.isDeclared, let reader = evidence.reader {
      return .input(of: reader)
    }
    return isForced ? nil : reason
  }

  /// Returns the reason to doubt that a run left the file as it is; nil if a run did.
  private func doubt(_ evidence: Evidence) -> Reason? {
    let isSame = evidence.recorded.map(evidence.entry.isSame)
    if isSame == true { return nil }
    switch evidence.lastAttempt {
    case nil: return .neverRan
    case .succeeded: return isSame == false ? .changed : .foreign
    case .failed(let end) where !end.hasStartedScript: return isSame == false ? .changed : .foreign
    case .failed, .started:
      // No record has the files of an attempt that did not succeed. A changed or a declared file counts
      // as written by that attempt.
      return isSame == false || evidence.isDeclared ? nil : .foreign
    }
  }
}
