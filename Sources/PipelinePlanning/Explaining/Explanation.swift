/// The reasons why a stage would or would not run now, as `pipeline why` prints them.
package struct Explanation: Equatable, Sendable {
  /// One cause of a stage's verdict, either an upstream stage or the stage's own reasons.
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
  /// The links from the stage to the upstream stages that are stale by themselves.
  package var chain: [Link] = []
  package var before: [StageID] = []
  package var downstream = Downstream()
  package var background = Background(basis: .records)

  package var stage: StageID { status.stage }
}

extension Explanation {
  package init(status: StageStatus) { self.init(status: status, chain: []) }
}

/// Additional facts that explain the reasons of a verdict.
package struct Background: Equatable, Sendable {
  package var record: Record?
  package var basis: StalenessRule.Basis
  /// Whether files with different stamps are compared by content.
  package var isByContent: Bool = false
  /// Whether a part of the records is unreadable, so that the last attempt is perhaps not in the records.
  package var isDamaged: Bool = false
  /// By name of a stage in `makers`, or of an upstream stage that ran again, the run in that stage's record.
  package var runs: [String: String] = [:]
  /// For a file that a reason names, the stage that makes it.
  package var makers: [Path: String] = [:]
  /// The current stamps of files that Make's rule compares.
  package var stamps: [Path: Stamp] = [:]
  /// Outputs whose last maker is no longer in the manifest, for example because the stage was renamed.
  package var formerMakers: [FormerOutput] = []
}

extension Background {
  package init(basis: StalenessRule.Basis) { self.init(record: nil, basis: basis) }
}
