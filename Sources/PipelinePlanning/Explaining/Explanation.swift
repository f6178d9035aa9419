/// The reasons why a stage would or would not run now, as `pipeline why` prints them.
package struct Explanation: Equatable, Sendable {
  /// One step from a stage towards a first cause.
  package struct Link: Equatable, Sendable {
    package enum Cause: Equatable, Sendable {
      /// It waits for this stage; `reads` lists the inputs that the stage makes, as declared.
      case upstream(StageID, reads: [String])
      /// It is stale by itself, for these reasons.
      case reasons([Reason])
    }

    package var stage: StageID
    package var cause: Cause
  }

  /// The stages that run or may run after it, in the order of execution.
  package struct Downstream: Equatable, Sendable {
    package var runs: [StageID] = []
    package var mayRun: [StageID] = []
  }

  /// Its state, all its reasons, and its last attempt.
  package var status: StageStatus
  /// The links from the stage to the first causes, without its own reasons.
  package var chain: [Link] = []
  /// The upstream stages that run or may run before it.
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
  /// The record of the last successful attempt; nil if there is none.
  package var record: Record?
  package var basis: StalenessRule.Basis
  /// Whether files with different stamps are compared by content.
  package var isByContent: Bool = false
  /// Whether a part of the records is unreadable, so that the last attempt may be missing from them.
  package var isDamaged: Bool = false
  /// By stage name, the runs of the records of makers and upstream stages.
  package var runs: [String: String] = [:]
  /// By path, the stage that makes a file which the reasons name.
  package var makers: [Path: String] = [:]
  /// The current stamps of files that a reason compares with each other.
  package var stamps: [Path: Stamp] = [:]
  /// Outputs last made by a stage that the manifest no longer has, such as after a renaming.
  package var formerMakers: [FormerOutput] = []
}

extension Background {
  package init(basis: StalenessRule.Basis) { self.init(record: nil, basis: basis) }
}
