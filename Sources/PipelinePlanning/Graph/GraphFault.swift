/// What is wrong with a manifest, found before anything runs.
///
/// Lines are the manifest's.
package enum GraphFault: Error, Equatable, Sendable {
  case noStages(line: Int)
  case badStageName(String, line: Int)
  case duplicateStage(String, line: Int, other: String, otherLine: Int)
  case noSteps(stage: String, line: Int)
  case emptyStep(stage: String, line: Int)
  case badTimeout(stage: String?, seconds: Double, line: Int)
  case badVariable(stage: String?, name: String, line: Int)
  case duplicateVariable(stage: String?, name: String, line: Int)
  case emptyPath(stage: String, line: Int)
  /// Text with a NUL byte, which no path, argument or variable can hold.
  case nulByte(stage: String, line: Int)
  case unknownUpstream(stage: String, name: String, nearest: String?, line: Int)
  /// Each stage waits for the next, the last one for the first.
  case cycle([CycleLink])
  case outputIsGlob(stage: String, path: String, line: Int)
  case outputOutsideRoot(stage: String, path: String, line: Int)
  case outputIsRoot(stage: String, path: String, line: Int)
  case outputIsManifest(stage: String, path: String, line: Int)
  case outputInState(stage: String, path: String, line: Int)
  case outputIsInput(stage: String, path: String, line: Int, inputLine: Int)
  case outputIsScript(stage: String, path: String, script: String, line: Int)
  /// One file, perhaps under two spellings, as output twice.
  case duplicateOutput(path: String, stage: String, line: Int, other: DeclaredOutput)
  case outputInsideOutput(path: String, stage: String, line: Int, folder: DeclaredOutput)
  /// `sh` reads `**` as `*`: the command would see other files than the stage declares.
  case recursiveGlobInCommand(stage: String, path: String, line: Int)
  case retry(RetryFault)
  case badJobs(Int, line: Int)
  case resource(ResourceFault)
  case parameter(ParameterFault)

  /// A stage of a cycle, and why it waits for the next.
  package struct CycleLink: Equatable, Sendable {
    package var stage: String
    package var line: Int
    /// The output of the next stage that this one reads; nil where it names it as upstream.
    package var file: String?

    package init(stage: String, line: Int, file: String?) {
      self.stage = stage
      self.line = line
      self.file = file
    }
  }

  /// An output and where it is declared.
  package struct DeclaredOutput: Equatable, Sendable {
    package var path: String
    package var stage: String
    package var line: Int

    package init(path: String, stage: String, line: Int) {
      self.path = path
      self.stage = stage
      self.line = line
    }
  }

  /// The line by which faults are put in order.
  package var line: Int {
    switch self {
    case .noStages(let line), .badStageName(_, let line), .duplicateStage(_, let line, _, _),
      .noSteps(_, let line), .emptyStep(_, let line), .badTimeout(_, _, let line),
      .badVariable(_, _, let line), .duplicateVariable(_, _, let line), .emptyPath(_, let line),
      .nulByte(_, let line), .unknownUpstream(_, _, _, let line), .outputIsGlob(_, _, let line),
      .outputOutsideRoot(_, _, let line), .outputIsRoot(_, _, let line),
      .outputIsManifest(_, _, let line), .outputInState(_, _, let line),
      .outputIsInput(_, _, let line, _), .outputIsScript(_, _, _, let line),
      .duplicateOutput(_, _, let line, _), .outputInsideOutput(_, _, let line, _),
      .recursiveGlobInCommand(_, _, let line), .badJobs(_, let line):
      line
    case .retry(let fault): fault.line
    case .resource(let fault): fault.line
    case .parameter(let fault): fault.line
    case .cycle(let links): links.first?.line ?? 0
    }
  }
}

/// All the faults of a manifest, in the order of their lines.
package struct GraphFaults: Error, Equatable, Sendable {
  package var faults: [GraphFault]

  package init(_ faults: [GraphFault]) {
    self.faults = faults.sorted { $0.line < $1.line }
  }
}
