/// The reasons why a stage would or would not run now, as `pipeline why` prints them.
package struct Explanation: Equatable, Sendable {
  /// One cause of a stage's verdict: an upstream stage, or reasons of its own.
  package struct Link: Equatable, Sendable {
    package enum Cause: Equatable, Sendable {
      /// The stage depends on this upstream stage; `reads` lists the files that connect them, as declared.
      case upstream(StageID, reads: [String])
      case reasons([Reason])
    }

    package var stage: StageID
    package var cause: Cause
  }

  /// The downstream stages that run or may run, in the order of execution.
  package struct Downstream: Equatable, Sendable {
    package var runs: [StageID] = []
    package var mayRun: [StageID] = []
  }

  package var status: StageStatus
  /// As `Causes.chain` returns it.
  package var chain: [Link] = []
  package var before: [StageID] = []
  package var downstream = Downstream()
  package var background = Background(basis: .records)

  package var stage: StageID { status.stage }
}

extension Explanation {
  package init(status: StageStatus) { self.init(status: status, chain: []) }
}

/// The facts behind a verdict, which make its reasons clearer.
package struct Background: Equatable, Sendable {
  package var record: Record?
  package var basis: StalenessRule.Basis
  /// Whether files with different stamps are compared by content.
  package var isByContent: Bool = false
  /// Whether a part of the records is unreadable, so that the last attempt is perhaps not in them.
  package var isDamaged: Bool = false
  /// By stage name, the run in the stage's record; for `makers` and for upstream stages that ran again.
  package var runs: [String: String] = [:]
  /// For a file that a reason names, the stage that makes it.
  package var makers: [Path: String] = [:]
  /// The current stamps of files that Make's rule compares.
  package var stamps: [Path: Stamp] = [:]
  /// Outputs that were last made by a stage that the manifest no longer has, for example after a renaming.
  package var formerMakers: [FormerOutput] = []
}

extension Background {
  package init(basis: StalenessRule.Basis) { self.init(record: nil, basis: basis) }
}
