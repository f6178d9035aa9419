import Testing

@testable import PipelineSystem

/// The owner of an orphan.
///
/// Script 1 asks, script 2 runs beside it, and the orphan started at time 50.
struct OrphanRuleTests {
  private static let orphan = ProcessEntry.Identity(pid: 9, start: 50)

  private static func mark(_ stage: String) -> ScriptMark {
    ScriptMark(run: "R", stage: stage, root: "/")
  }

  /// The facts of one case.
  struct Facts: CustomTestStringConvertible, Sendable {
    /// The script whose descendant the orphan was.
    var seenBelow: Int32?
    /// The stage in the orphan's environment: "1" and "2" run, "over" does not.
    var mark: String?
    /// The start of script 2; nil if it is unknown.
    var otherStart: Int64?
    var isOtherEnding = false
    var mayBeEarlier = false

    var testDescription: String {
      "seen below \(seenBelow ?? 0), mark \(mark ?? "none"), other since \(otherStart ?? -1)"
        + (isOtherEnding ? ", ending" : "") + (mayBeEarlier ? ", earlier children" : "")
    }

    /// Every combination.
    static let all: [Facts] = {
      var all: [Facts] = []
      for seenBelow in [nil, 1, 2] as [Int32?] {
        for mark in [nil, "1", "2", "over"] {
          for otherStart in [nil, 40, 50, 51] as [Int64?] {
            for bits in 0..<4 {
              all.append(Facts(seenBelow, mark, otherStart, bits & 1 == 1, bits & 2 == 2))
            }
          }
        }
      }
      return all
    }()

    private init(
      _ seenBelow: Int32?,
      _ mark: String?,
      _ otherStart: Int64?,
      _ isOtherEnding: Bool,
      _ mayBeEarlier: Bool
    ) {
      self.seenBelow = seenBelow
      self.mark = mark
      self.otherStart = otherStart
      self.isOtherEnding = isOtherEnding
      self.mayBeEarlier = mayBeEarlier
    }
  }

  /// One row of the truth table.
  ///
  /// The first matching row applies; nil matches every value.
  private struct Row {
    var seenBelow: Int32?
    var mark: [String?]?
    var couldBeOthers: Bool?
    var mayBeEarlier: Bool?
    var owner: OrphanRule.Owner

    func matches(_ facts: Facts) -> Bool {
      // A script that ends starts no process, and no script starts a process older than itself.
      let couldBeOthers = !facts.isOtherEnding && facts.otherStart != 51
      return (seenBelow == nil || seenBelow == facts.seenBelow)
        && (mark?.contains(facts.mark) ?? true)
        && (self.couldBeOthers == nil || self.couldBeOthers == couldBeOthers)
        && (mayBeEarlier == nil || mayBeEarlier == facts.mayBeEarlier)
    }
  }

  private static let table = [
    Row(seenBelow: 1, owner: .script(1)),
    Row(seenBelow: 2, owner: .script(2)),
    Row(mark: ["1"], owner: .script(1)),
    Row(mark: ["2"], owner: .script(2)),
    Row(couldBeOthers: true, owner: .undecided),
    Row(mark: [nil], mayBeEarlier: true, owner: .nobody),
    Row(owner: .script(1)),
  ]

  @Test(arguments: Facts.all) func `an orphan belongs to the script that the table names`(
    facts: Facts
  ) throws {
    var scripts: [Int32: OrphanRule.Script] = [
      1: OrphanRule.Script(mark: Self.mark("1"), start: 10),
      2: OrphanRule.Script(
        mark: Self.mark("2"),
        start: facts.otherStart,
        isEnding: facts.isOtherEnding
      ),
    ]
    if let leader = facts.seenBelow { scripts[leader]?.seen = [Self.orphan] }
    let owner = OrphanRule.owner(
      of: Self.orphan,
      mark: facts.mark.map(Self.mark),
      asking: 1,
      among: scripts,
      mayBeEarlier: facts.mayBeEarlier
    )
    #expect(owner == Self.table.first { $0.matches(facts) }?.owner)
  }

  @Test func `the facts about a finished script no longer count`() {
    let owner = OrphanRule.owner(
      of: Self.orphan,
      mark: nil,
      asking: 1,
      among: [1: OrphanRule.Script()],
      mayBeEarlier: false
    )
    #expect(owner == .script(1))
  }
}
