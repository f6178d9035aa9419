/// The rule of `clean`: what a run is known to have made as it is goes, all else stays.
///
/// One function gives the verdict on one file; what it goes by is all there is to know.
package struct CleaningRule: Sendable {
  /// Why something stays.
  package enum Reason: Equatable, Sendable {
    /// Not as the last success of the stage left it.
    case changed
    /// Lies in the output, and the last success of the stage did not leave it there.
    case foreign
    /// The stage never ran here, as far as is known.
    case neverRan
    /// Some stage declares it as an input or a script, by its name, and no run has made it.
    case input(of: String)
    /// The manifest, or the parameters.
    case ownFile
    /// Never counts as data: `.git` and the like.
    case ignored
    case elsewhere(Path)
    /// A folder stands where a file is declared.
    case isFolder
    case unreadable(SystemFault)

    /// Whether it goes, too, if that is asked for.
    package var yieldsToForce: Bool {
      switch self {
      case .changed, .foreign, .neverRan: true
      case .input, .ownFile, .ignored, .elsewhere, .isFolder, .unreadable: false
      }
    }
  }

  /// What is known of a file that lies in an output.
  package struct Evidence: Equatable, Sendable {
    /// What is there now.
    package var entry: FoundEntry
    /// Whether it is declared as an output by its own name, and does not only lie in an output folder.
    package var isDeclared: Bool = true
    /// The file as the record of the last success has it; nil where that has none.
    package var recorded: ObservedFile?
    /// How the last attempt of the stage ended; nil where it never ran here.
    package var lastAttempt: StageHistory.LastAttempt?
    /// A stage that declares it as an input or a script by its name.
    package var reader: String?
    /// Whether it is the manifest, or holds the parameters.
    package var isOwnFile: Bool = false
  }

  package var isForced: Bool

  package init(isForced: Bool = false) {
    self.isForced = isForced
  }

  /// Why the file stays; nil if it goes.
  package func reasonToKeep(_ evidence: Evidence) -> Reason? {
    if evidence.isOwnFile { return .ownFile }
    if Glob.ignoredNames.contains(Array(evidence.entry.path.name)) { return .ignored }
    guard let reason = doubt(evidence) else { return nil }
    if evidence.recorded == nil, !evidence.isDeclared, let reader = evidence.reader {
      return .input(of: reader)
    }
    return isForced ? nil : reason
  }

  /// Why a run may not have made the file as it is; nil if one has.
  private func doubt(_ evidence: Evidence) -> Reason? {
    let isSame = evidence.recorded.map(evidence.entry.isSame)
    if isSame == true { return nil }
    switch evidence.lastAttempt {
    case nil: return .neverRan
    case .succeeded: return isSame == false ? .changed : .foreign
    case .failed(let end) where !end.hasStartedScript: return isSame == false ? .changed : .foreign
    case .failed, .started:
      // What an attempt that did not succeed has written is in no record. What it is declared to write
      // is taken for that.
      return isSame == false || evidence.isDeclared ? nil : .foreign
    }
  }
}
