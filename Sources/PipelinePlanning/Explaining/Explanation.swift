/// Why a stage would run now, or why not: what `pipeline why` tells of a stage.
package struct Explanation: Equatable, Sendable {
  /// One step from a stage towards a first cause.
  package struct Link: Equatable, Sendable {
    package enum Cause: Equatable, Sendable {
      /// It waits for this stage, and reads these of what that makes, as they are declared.
      case upstream(StageID, reads: [String])
      /// It is stale by itself.
      case reasons([Reason])
    }

    package var stage: StageID
    package var cause: Cause
  }

  /// The stages that come after it, in the order of execution.
  package struct Downstream: Equatable, Sendable {
    package var runs: [StageID] = []
    package var mayRun: [StageID] = []
  }

  /// Where it stands, all its reasons, and what is known of its last attempt.
  package var status: StageStatus
  /// From the stage itself to the first causes; without its own reasons.
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

/// What a verdict rests on, and what makes its reasons clearer.
package struct Background: Equatable, Sendable {
  /// What the last successful attempt saw; nil where there is none.
  package var record: Record?
  package var basis: StalenessRule.Basis
  /// Whether files are compared by what is in them where their stamps differ.
  package var isByContent: Bool = false
  /// Whether a part of the records could not be read, so that the last attempt may be forgotten.
  package var isDamaged: Bool = false
  /// The runs of the records of other stages, by their names: of makers, and of upstream stages.
  package var runs: [String: String] = [:]
  /// For files that the reasons name, the stage that makes them.
  package var makers: [Path: String] = [:]
  /// Files as they are now, where a reason compares them with each other.
  package var stamps: [Path: Stamp] = [:]
  /// Outputs that another stage made last, which the manifest no longer has, as after a new name.
  package var formerMakers: [FormerOutput] = []
}

extension Background {
  package init(basis: StalenessRule.Basis) { self.init(record: nil, basis: basis) }
}
