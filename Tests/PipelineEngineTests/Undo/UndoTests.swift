import PipelineDescription
import PipelineEngine
import PipelinePlanning
import PipelineTestSupport
import Testing

/// The outputs of failed attempts under each `OnFailure` choice.
struct UndoTests {
  private static let failure = AttemptEnd.exited(code: 1, script: 0)
  private static let aside = Path(".pipeline/aside")

  private func makeRoot(_ choice: OnFailure, outputs: [String] = ["d/out"]) -> TestRoot {
    let root = TestRoot(
      Pipeline("p") {
        Stage("a") {
          OnFailure(choice)
          Script("a.sh", .input("raw"))
          Outputs(outputs)
        }
      }
    )
    root.files.write("a.sh", to: Path("a.sh"))
    root.files.write("raw 1", to: Path("raw"))
    root.files.tick()
    return root
  }

  /// Makes the stage write the given paths and fail.
  private func fail(_ root: TestRoot, writing paths: [String] = ["d/out"]) {
    let files = root.files
    root.runner.script("a") { _ in
      files.tick()
      for path in paths { files.write("half", to: Path(path)) }
      return Self.failure
    }
  }

  private func edit(_ root: TestRoot, _ text: String) {
    root.files.tick()
    root.files.write(text, to: Path("raw"))
    root.files.tick()
  }

  private func undone(_ run: FinishedRun) -> [Event.AttemptSummary.Undone?] {
    run.reporter.events.compactMap { event in
      if case .attemptFinished(let summary) = event { summary.undone } else { nil }
    }
  }

  @Test(
    arguments: [
      (OnFailure.keep, "half", nil), (.delete, nil, .removed), (.restore, "old", .restored),
    ] as [(OnFailure, String?, Event.AttemptSummary.Undone?)]
  )
  func `a failed attempt keeps, removes or restores its outputs`(
    choice: OnFailure,
    text: String?,
    told: Event.AttemptSummary.Undone?
  ) async throws {
    var root = makeRoot(choice)
    try await root.run()
    let old = root.files.text(of: Path("d/out"))
    let stamp = root.files.state(of: Path("d/out"))
    edit(root, "raw 2")
    fail(root)
    let run = try await root.run()
    #expect(root.files.text(of: Path("d/out")) == (text == "old" ? old : text))
    #expect(undone(run) == [told])
    #expect(root.files.state(of: Self.aside) == .missing)
    if choice == .restore { #expect(root.files.state(of: Path("d/out")) == stamp) }
    #expect(try root.stale() == ["a"])
    root.runner.unscript("a")
    #expect(try await root.run().summary.isSuccess)
    #expect(root.files.state(of: Self.aside) == .missing)
    #expect(try root.stale() == [])
    #expect(try root.records().undoNotes.isEmpty)
  }

  @Test func `a stage starts without its earlier outputs`() async throws {
    var root = makeRoot(.restore, outputs: ["d/out", "folder/"])
    try await root.run()
    edit(root, "raw 2")
    let files = root.files
    root.runner.script("a") { _ in
      #expect(files.state(of: Path("d/out")) == .missing)
      #expect(files.state(of: Path("folder")) == .missing)
      return Self.failure
    }
    try await root.run()
    #expect(files.text(of: Path("folder/part")) != nil)
    #expect(files.text(of: Path("d/out")) != nil)
  }

  @Test(arguments: [OnFailure.delete, .restore])
  func `a failed first attempt leaves no outputs`(choice: OnFailure) async throws {
    var root = makeRoot(choice, outputs: ["d/out", "folder/"])
    fail(root, writing: ["d/out", "folder/x/y"])
    let run = try await root.run()
    #expect(undone(run) == [.removed])
    #expect(root.files.paths(in: Path("d")) == [])
    #expect(root.files.paths(in: Path("folder")) == [])
  }

  @Test(arguments: [OnFailure.delete, .restore])
  func `an output folder that is a link stays untouched and the stage does not start`(
    choice: OnFailure
  ) async throws {
    var root = makeRoot(choice, outputs: ["d/out", "folder/"])
    root.files.write("theirs", to: Path("/big/disk/theirs"))
    root.files.link(Path("folder"), to: "/big/disk")
    fail(root)
    let run = try await root.run()
    #expect(run.starts == [])
    #expect(!run.summary.isSuccess)
    #expect(root.files.text(of: Path("/big/disk/theirs")) == "theirs")
    #expect(try root.records().undoNotes.isEmpty)
  }

  @Test func `undo restores a link as a link and leaves its target unchanged`() async throws {
    var root = makeRoot(.restore)
    try await root.run()
    root.files.write("shared", to: Path("/shared"))
    root.files.erase(Path("d/out"))
    root.files.link(Path("d/out"), to: "/shared")
    fail(root)
    try await root.run()
    #expect(root.files.text(of: Path("/shared")) == "shared")
    #expect(root.files.state(of: Path("d/out")).stamp?.link == "/shared")
  }

  @Test func `undo moves an output on another disk aside on that disk`() async throws {
    var root = makeRoot(.restore)
    root.files.mount(Path("d"))
    try await root.run()
    let old = root.files.text(of: Path("d/out"))
    edit(root, "raw 2")
    let files = root.files
    root.runner.script("a") { _ in
      #expect(files.text(of: Path("d/.pipeline/aside/run-2.a.1/out")) == old)
      return Self.failure
    }
    try await root.run()
    #expect(root.files.text(of: Path("d/out")) == old)
    #expect(root.files.paths(in: Path("d")) == [Path("d/out")])
  }

  @Test func `each failed attempt restores the outputs`() async throws {
    var root = makeRoot(.restore)
    root.pipeline.stages[0].retry = Retry(1, delay: .zero)
    try await root.run()
    let old = root.files.text(of: Path("d/out"))
    edit(root, "raw 2")
    fail(root)
    let run = try await root.run()
    #expect(undone(run) == [.restored, .restored])
    #expect(root.files.text(of: Path("d/out")) == old)
  }

  @Test func `an attempt that starts no script removes nothing`() async throws {
    var root = makeRoot(.delete)
    try await root.run()
    let old = root.files.text(of: Path("d/out"))
    edit(root, "raw 2")
    root.runner.script("a") { _ in .notStarted(.missing("a.sh"), script: 0) }
    try await root.run()
    #expect(root.files.text(of: Path("d/out")) == old)
  }

  @Test func `a run keeps files that the user put among the outputs`() async throws {
    var root = makeRoot(.restore, outputs: ["d/out", "folder/"])
    try await root.run()
    root.files.tick()
    root.files.write("mine", to: Path("folder/mine"))
    root.files.tick()
    #expect(try await root.run().summary.isSuccess)
    #expect(root.files.text(of: Path("folder/mine")) == nil)
    #expect(root.files.text(of: Path(".pipeline/kept/run-2/folder/mine")) == "mine")
    // The run also keeps the user's edit of a restored output.
    edit(root, "raw 2")
    fail(root)
    try await root.run()
    root.files.tick()
    root.files.write("by hand", to: Path("d/out"))
    root.files.tick()
    root.runner.unscript("a")
    try await root.run()
    #expect(root.files.text(of: Path(".pipeline/kept/run-4/d/out")) == "by hand")
  }

  @Test func `an attempt that cannot start leaves its outputs in place`() async throws {
    var root = makeRoot(.restore, outputs: ["d/out", "sub/x"])
    try await root.run()
    let old = root.files.text(of: Path("d/out"))
    edit(root, "raw 2")
    root.files.erase(Path("sub"))
    root.files.write("no folder", to: Path("sub"))
    let run = try await root.run()
    #expect(!run.summary.isSuccess)
    #expect(run.starts == [])
    #expect(root.files.text(of: Path("d/out")) == old)
    #expect(try root.records().undoNotes.isEmpty)
    #expect(root.files.paths(in: Self.aside) == [])
  }

  @Test func `a stage does not start if its output file is a folder`() async throws {
    var root = makeRoot(.restore)
    root.files.write("mine", to: Path("d/out/mine"))
    #expect(try await root.run().starts == [])
    #expect(root.files.text(of: Path("d/out/mine")) == "mine")
  }

  /// The root after a run that was cut off after `count` writes; nil if the run ended.
  private func cutRun(
    after count: Int,
    _ choice: OnFailure,
    fails: Bool,
    outputs: [String]
  ) async throws -> (root: TestRoot, old: [Path: String])? {
    var root = makeRoot(choice, outputs: outputs)
    try await root.run()
    let old = texts(of: root)
    edit(root, "raw 2")
    let files = root.files
    if fails { fail(root, writing: ["d/out", "folder/half"]) }
    files.failWrites(at: count + 1)
    let before = files.writeCount
    _ = try? await root.run()
    let wasCut = files.writeCount - before > count
    files.healWrites()
    root.runner.unscript("a")
    return wasCut ? (root, old) : nil
  }

  private func texts(of root: TestRoot) -> [Path: String] {
    let paths = root.files.paths(in: Path("d")) + root.files.paths(in: Path("folder"))
    return Dictionary(uniqueKeysWithValues: paths.map { ($0, root.files.text(of: $0) ?? "") })
  }

  @Test(
    arguments: OnFailure.allCases,
    [(true, ["d/out", "folder/"]), (false, ["d/out", "folder/"])]
  )
  func `a run cut off at any write loses nothing and the next one is correct`(
    choice: OnFailure,
    scenario: (fails: Bool, outputs: [String])
  ) async throws {
    var count = 0
    while let cut = try await cutRun(
      after: count,
      choice,
      fails: scenario.fails,
      outputs: scenario.outputs
    ) {
      var root = cut.root
      let old = cut.old
      let all = Set(root.files.paths().compactMap { root.files.text(of: $0) })
      let isDone = try root.records().histories["a"]?.record?.run == "run-2"
      if choice == .restore, !isDone {
        #expect(Set(old.values).isSubset(of: all), "a copy was lost after \(count) writes")
      }
      // A second failed run restores the outputs wherever the first one was cut off.
      let wasStarted = try root.records().undoNotes["a"]?.progress == .started
      root.runner.script("a") { _ in Self.failure }
      if !isDone {
        try await root.run()
        if choice == .restore { #expect(texts(of: root) == old, "after \(count) writes") }
        if choice == .delete, wasStarted { #expect(texts(of: root) == [:]) }
      }
      root.runner.unscript("a")
      let run = try await root.run()
      #expect(run.summary.isSuccess)
      #expect(try root.stale() == [], "after \(count) writes")
      #expect(try root.records().undoNotes.isEmpty)
      #expect(root.files.paths(in: Self.aside) == [], "after \(count) writes")
      var clean = makeRoot(choice, outputs: scenario.outputs)
      clean.files.write("raw 2", to: Path("raw"))
      try await clean.run()
      #expect(texts(of: root) == texts(of: clean), "after \(count) writes")
      count += 1
    }
    #expect(count > 10)
  }

  @Test func `undo notes survive a compaction of the records`() throws {
    let root = makeRoot(.restore)
    var store = try RecordStore(opening: RecordFile(reading: root.files), in: root.files)
    let note = UndoNote(
      run: "r1",
      steps: [
        .putBack(Path("a"), aside: Path("b")), .remove(Path("c")),
      ]
    )
    try store.prepareUndo(of: "a", note)
    try store.begin("a", run: "r1")
    for _ in 0..<300 { try store.prepareUndo(of: "b", note) }
    // Opening compacts the records.
    _ = try RecordStore(opening: RecordFile(reading: root.files), in: root.files)
    let records = try root.records()
    var started = note
    started.progress = .started
    #expect(records.undoNotes == ["a": started, "b": note])
    #expect(records.histories["a"]?.lastAttempt == .started(run: "r1"))
  }
}
