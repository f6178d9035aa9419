import Testing

@testable import PipelinePlanning

/// The rule that removes or keeps a file in an output, as a table.
struct CleaningRuleTests {
  private static let stamp = Stamp(size: 1, modified: 5)
  private static let recorded = ObservedFile(Path("out/a"), .present(stamp))
  private static let changed = FoundEntry(
    ObservedFile(Path("out/a"), .present(Stamp(size: 1, modified: 6))),
    .file
  )
  private static let entry = FoundEntry(recorded, .file)

  typealias Row = (
    evidence: CleaningRule.Evidence, plain: CleaningRule.Reason?, forced: CleaningRule.Reason?
  )

  private static func evidence(
    _ entry: FoundEntry,
    _ lastAttempt: StageHistory.LastAttempt?,
    isRecorded: Bool,
    isDeclared: Bool
  ) -> CleaningRule.Evidence {
    CleaningRule.Evidence(
      entry: entry,
      isDeclared: isDeclared,
      recorded: isRecorded ? recorded : nil,
      lastAttempt: lastAttempt
    )
  }

  private static let rows: [Row] = [
    // The clean removes files of the last success, however the last attempt ended.
    (evidence(entry, .succeeded, isRecorded: true, isDeclared: true), nil, nil),
    (evidence(entry, .succeeded, isRecorded: true, isDeclared: false), nil, nil),
    (
      evidence(entry, .failed(.exited(code: 1, script: 0)), isRecorded: true, isDeclared: true),
      nil, nil
    ),
    // A changed file was changed by the user, unless an attempt has failed since.
    (evidence(changed, .succeeded, isRecorded: true, isDeclared: true), .changed, nil),
    (evidence(changed, .succeeded, isRecorded: true, isDeclared: false), .changed, nil),
    (evidence(changed, .started(run: "R"), isRecorded: true, isDeclared: true), nil, nil),
    (evidence(changed, .failed(.stopped), isRecorded: true, isDeclared: false), nil, nil),
    // The file is in no record.
    (evidence(entry, .succeeded, isRecorded: false, isDeclared: true), .foreign, nil),
    (evidence(entry, .succeeded, isRecorded: false, isDeclared: false), .foreign, nil),
    (evidence(entry, .failed(.stopped), isRecorded: false, isDeclared: true), nil, nil),
    (evidence(entry, .failed(.stopped), isRecorded: false, isDeclared: false), .foreign, nil),
    (evidence(entry, .started(run: "R"), isRecorded: false, isDeclared: false), .foreign, nil),
    (evidence(entry, nil, isRecorded: false, isDeclared: true), .neverRan, nil),
    (evidence(entry, nil, isRecorded: false, isDeclared: false), .neverRan, nil),
  ]

  @Test(arguments: rows.indices)
  func `the clean removes a file that a run is known to have made`(index: Int) {
    let row = Self.rows[index]
    #expect(CleaningRule().reasonToKeep(row.evidence) == row.plain)
    #expect(CleaningRule(isForced: true).reasonToKeep(row.evidence) == row.forced)
  }

  @Test(arguments: rows.indices)
  func `the clean keeps the pipeline's own files in every case`(index: Int) {
    var evidence = Self.rows[index].evidence
    evidence.isOwnFile = true
    #expect(CleaningRule(isForced: true).reasonToKeep(evidence) == .ownFile)
  }

  @Test(arguments: rows.indices)
  func `the clean keeps an input that no run has made, even with force`(index: Int) {
    var evidence = Self.rows[index].evidence
    evidence.reader = "fit"
    let isMade = evidence.isDeclared || evidence.recorded != nil
    let expected = isMade ? Self.rows[index].forced : .input(of: "fit")
    #expect(CleaningRule(isForced: true).reasonToKeep(evidence) == expected)
  }

  @Test func `the clean keeps a file that is not part of the output folder`() {
    let entry = FoundEntry(ObservedFile(Path("out/notes"), .present(Self.stamp)), .file)
    let evidence = CleaningRule.Evidence(
      entry: entry,
      isDeclared: false,
      isLeftOut: true,
      lastAttempt: .succeeded
    )
    #expect(CleaningRule(isForced: true).reasonToKeep(evidence) == .leftOut)
  }

  @Test func `only the target of a link counts`() {
    let link = Stamp(size: 1, modified: 5, link: "a")
    var evidence = CleaningRule.Evidence(
      entry: FoundEntry(
        ObservedFile(Path("l"), .present(Stamp(size: 9, modified: 9, link: "a"))),
        .link
      ),
      recorded: ObservedFile(Path("l"), .present(link)),
      lastAttempt: .succeeded
    )
    #expect(CleaningRule().reasonToKeep(evidence) == nil)
    evidence.entry.file.state = .missing
    #expect(CleaningRule().reasonToKeep(evidence) == nil)
    evidence.entry.file.state = .present(Stamp(size: 1, modified: 5, link: "b"))
    #expect(CleaningRule().reasonToKeep(evidence) == .changed)
    // A file in place of a link is a change.
    evidence.entry = FoundEntry(
      ObservedFile(Path("l"), .present(Stamp(size: 1, modified: 5))),
      .file
    )
    #expect(CleaningRule().reasonToKeep(evidence) == .changed)
  }

  @Test func `a file that was only touched counts as unchanged if its bytes are known`() {
    var (old, new) = (Self.recorded, Self.changed)
    old.digest = ContentDigest(Array(repeating: 1, count: 32))
    new.file.digest = old.digest
    var evidence = CleaningRule.Evidence(entry: new, recorded: old, lastAttempt: .succeeded)
    #expect(CleaningRule().reasonToKeep(evidence) == nil)
    evidence.entry.file.digest = ContentDigest(Array(repeating: 2, count: 32))
    #expect(CleaningRule().reasonToKeep(evidence) == .changed)
  }
}
