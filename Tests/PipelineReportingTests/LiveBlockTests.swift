import PipelineTestSupport
import RecordedTexts
import Testing

@testable import PipelinePlanning
@testable import PipelineReporting

/// The block at the bottom of the terminal, in terminals of every kind.
struct LiveBlockTests {
  static let ascii = Style(hasColor: false, isUnicode: false)
  static let color = Style(hasColor: true, isUnicode: true)

  static func text(
    _ block: LiveBlock,
    _ columns: Int = 80,
    _ rows: Int = 24,
    style: Style = .plain
  ) -> String {
    block.lines(in: TerminalSize(columns: columns, rows: rows), style: style)
      .map(\.text).joined(separator: "\n")
  }

  static func running(
    _ stage: String,
    _ elapsed: Double,
    usual: Double? = nil,
    attempt: Int = 1
  ) -> Progress.Running {
    Progress.Running(stage: stage, attempt: attempt, elapsed: elapsed, usual: usual)
  }

  static let block = LiveBlock(
    Progress(
      running: [
        running("fit", 130.4, usual: 290), running("plot", 12),
        running("fetch-a", 3, usual: 40, attempt: 2),
      ],
      retrying: [
        Progress.Retrying(stage: "fetch-b", attempt: 3, wait: 3.2),
        Progress.Retrying(stage: "scan", attempt: 2, wait: 0),
      ],
      succeeded: 10,
      upToDate: 2,
      failed: 1,
      notRun: 4,
      waiting: 18,
      elapsed: 200,
      remaining: 118
    ),
    lastLines: ["fit": "Epoch 3 of 10, and what else there is to be said about it", "plot": "日本語"]
  )

  @Test func `80 columns show everything`() {
    expectRecorded(Self.text(Self.block))
  }

  @Test func `an overdue stage shows how far over it is and how long it has been silent`() {
    var block = LiveBlock(
      Progress(
        running: [
          Progress.Running(stage: "fit", attempt: 1, elapsed: 30, usual: 1, silence: 28),
          Progress.Running(stage: "plot", attempt: 2, elapsed: 60, usual: 20, silence: 2),
        ],
        elapsed: 70,
        remaining: 300
      ),
      lastLines: ["fit": "Epoch 3 of 10"]
    )
    expectRecorded(Self.text(block))
    expectRecorded(Self.text(block, 40), "2")
    block.progress.remaining = nil
    expectRecorded(Self.text(block), "3")
  }

  @Test func `40 columns show the most important parts`() {
    expectRecorded(Self.text(Self.block, 40))
  }

  @Test func `20 columns still show names and times`() {
    expectRecorded(Self.text(Self.block, 20))
  }

  @Test func `a terminal without UTF-8 gets ASCII signs`() {
    let text = Self.text(Self.block, style: Self.ascii)
    #expect(text.utf8.allSatisfy { $0 < 128 })
    #expect(text.hasPrefix("> fit      2 min 10 s of about 5 min      Epoch 3 of 10,"))
    #expect(text.contains(" there...\n> plot     12 s                           ???\n"))
    #expect(text.contains("\n~ fetch-b  retries in 4 s, attempt 3\n"))
  }

  @Test func `colours take no columns`() {
    let size = TerminalSize(columns: 80, rows: 24)
    let plain = Self.block.lines(in: size, style: .plain)
    let colored = Self.block.lines(in: size, style: Self.color)
    #expect(plain.map(\.columns) == colored.map(\.columns))
    #expect(colored[0].text.contains("\u{1B}[36m▶\u{1B}[0m fit"))
    #expect(colored[0].text.hasSuffix("\u{1B}[2mEpoch 3 of 10, and what else there i…\u{1B}[0m"))
  }

  static func many(_ count: Int, retrying: Int = 0) -> LiveBlock {
    LiveBlock(
      Progress(
        running: (0..<count).map { running("s\($0)", Double(($0 * 7) % count)) },
        retrying: (0..<retrying).map {
          Progress.Retrying(stage: "r\($0)", attempt: 2, wait: 1)
        },
        elapsed: 5
      )
    )
  }

  @Test func `a full block shows the longest-running stages`() {
    expectRecorded(Self.text(Self.many(40), 80, 12))
    #expect(Self.text(Self.many(40), 80, 100).split(separator: "\n").count == 12)
    // The block shows one more stage instead of a line that counts one.
    #expect(Self.text(Self.many(5), 80, 12).split(separator: "\n").count == 6)
    #expect(
      Self.text(Self.many(40, retrying: 9), 80, 12).contains(
        "\n↻ r0   retries in 1 s, attempt 2\n… and 37 more running, 8 more retrying\n"
      )
    )
  }

  @Test func `after a signal the block explains the effect of a second one`() {
    var block = Self.many(1)
    block.isStopping = true
    block.progress.isEnding = true
    expectRecorded(Self.text(block))
    expectRecorded(Self.text(block, 40), "narrow")
  }

  @Test(arguments: 0..<40) func `the block always fits the terminal`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let names = (0..<60).map { _ in DisplayWidthTests.text(using: &random) }
    let times: [Double] = [0, 5, 130, 4000, 1e7, -3, .nan]
    func time() -> Double { times.randomElement(using: &random) ?? 0 }
    for rows in [1, 2, 3, 4, 10, 24, 200] {
      var block = LiveBlock(
        Progress(
          running: names.prefix(.random(in: 0...60, using: &random)).map {
            Self.running($0, time(), usual: Bool.random(using: &random) ? time() : nil, attempt: 2)
          },
          retrying: names.prefix(.random(in: 0...5, using: &random)).map {
            Progress.Retrying(stage: $0, attempt: 2, wait: time())
          },
          failed: 3,
          remaining: Bool.random(using: &random) ? time() : nil,
          isEnding: .random(using: &random)
        ),
        lastLines: Dictionary(names.map { ($0, $0 + $0) }, uniquingKeysWith: { $1 })
      )
      block.isStopping = .random(using: &random)
      let columns = Int.random(in: 20...120, using: &random)
      for style in [Style.plain, Self.ascii, Self.color] {
        let lines = block.lines(in: TerminalSize(columns: columns, rows: rows), style: style)
        #expect(lines.count < rows && lines.count <= 13)
        #expect(lines.allSatisfy { $0.columns < columns })
        if style != Self.color { #expect(lines.allSatisfy { $0.columns == $0.text.columns }) }
        #expect(rows < 2 || !lines.isEmpty)
      }
    }
  }

  @Test(arguments: [
    (80, 24, [:], 80, 24, 80), (200, 60, ["COLUMNS": "90"], 200, 60, 200),
    (0, 0, [:], 80, 24, 80), (0, 0, ["COLUMNS": "100", "LINES": "30"], 100, 30, 100),
    (0, 0, ["COLUMNS": "x", "LINES": "-3"], 80, 24, 80),
    (0, 0, ["COLUMNS": "99999999999999999999"], 80, 24, 80),
    (5, 24, [:], 80, 24, 5), (-1, -1, [:], 80, 24, 80), (40, 0, [:], 40, 24, 40),
  ])
  func `a terminal without a known size gets a default size`(
    columns: Int,
    rows: Int,
    variables: [String: String],
    width: Int,
    height: Int,
    edge: Int
  ) {
    let size = TerminalSize(reportedColumns: columns, reportedRows: rows, variables: variables)
    #expect([size.columns, size.rows, size.edge] == [width, height, edge])
  }

  @Test func `events between two ticks update the counts and lose no stage`() {
    var progress = Progress(running: [])
    let again = Event.attemptFinished(
      Event.AttemptSummary(
        stage: "b",
        number: 1,
        start: 0,
        duration: 1,
        end: .exited(code: 1, script: 0),
        reasons: [],
        decision: .again(after: 2)
      )
    )
    let events: [Event] = [
      Sample.runStarted(selected: 6, toRun: 6, mayRun: 0), .stageUpToDate(stage: "a"),
      Sample.attemptStarted("b"), again, Sample.attemptStarted("b", 2),
      .stageFinished(Sample.stage("b", .exited(code: 1, script: 0))),
      .stageBlocked(stage: "c", by: ["b"]), Sample.attemptStarted("d"),
      .stageFinished(Sample.stage("d", .succeeded)), Sample.attemptStarted("e"),
      .stageFinished(Sample.stage("e", .stopped)), .stageCancelled(stage: "f"),
    ]
    var states: [[Int]] = []
    for event in events {
      progress.take(event)
      #expect(progress.total == 6)
      states.append([progress.running.count, progress.retrying.count, progress.finished])
    }
    #expect(
      states == [
        [0, 0, 0], [0, 0, 1], [1, 0, 1], [0, 1, 1], [1, 0, 1], [0, 0, 2], [0, 0, 3], [1, 0, 3],
        [0, 0, 4], [1, 0, 4], [0, 0, 5], [0, 0, 6],
      ]
    )
    #expect(
      [progress.succeeded, progress.upToDate, progress.failed, progress.notRun] == [1, 1, 1, 3]
    )
  }
}
