package import PipelineDescription

/// A fault in a manifest, found before any stage runs.
package enum GraphFault: Error, Equatable, Sendable {
  case noStages(place: Place)
  case badStageName(String, place: Place)
  case duplicateStage(String, place: Place, other: String, otherPlace: Place)
  case noSteps(stage: String, place: Place)
  case emptyStep(stage: String, place: Place)
  case badTimeout(stage: String?, seconds: Double, place: Place)
  case badVariable(stage: String?, name: String, place: Place)
  case duplicateVariable(stage: String?, name: String, place: Place)
  case emptyPath(stage: String, place: Place)
  /// A text contains a NUL byte, which no path, argument or variable can hold.
  case nulByte(stage: String, place: Place)
  case unknownUpstream(stage: String, name: String, nearest: String?, place: Place)
  /// Each stage of the cycle waits for the next stage, and the last one waits for the first.
  case cycle([CycleLink])
  case outputIsGlob(stage: String, path: String, place: Place)
  case outputOutsideRoot(stage: String, path: String, place: Place)
  case outputIsRoot(stage: String, path: String, place: Place)
  case outputIsManifest(stage: String, path: String, place: Place)
  case outputInState(stage: String, path: String, place: Place)
  case outputIsInput(stage: String, path: String, place: Place, inputPlace: Place)
  case outputIsScript(stage: String, path: String, script: String, place: Place)
  case duplicateOutput(path: String, stage: String, place: Place, other: DeclaredOutput)
  case outputInsideOutput(path: String, stage: String, place: Place, folder: DeclaredOutput)
  /// `sh` reads `**` as `*`, so the files that the command sees would differ from the declared ones.
  case recursiveGlobInCommand(stage: String, path: String, place: Place)
  /// A value is inserted in a command at a place where no quoting passes it to the shell unchanged.
  case quoting(QuotingFault, stage: String)
  /// The declared shell has no option that makes it read the text of a command.
  case badShell(stage: String?, words: [String], place: Place)
  case retry(RetryFault)
  case badJobs(Int, place: Place)
  case resource(ResourceFault)
  case parameter(ParameterFault)

  /// A stage of a dependency cycle, and the reason why it waits for the next stage.
  package struct CycleLink: Equatable, Sendable {
    package var stage: String
    package var place: Place
    /// The output of the next stage that this stage reads; nil if this stage names the next one as upstream.
    package var file: String?
  }

  package struct DeclaredOutput: Equatable, Sendable {
    package var path: String
    package var stage: String
    package var place: Place
  }

  package var place: Place {
    switch self {
    case .noStages(let place), .badStageName(_, let place), .duplicateStage(_, let place, _, _),
      .noSteps(_, let place), .emptyStep(_, let place), .badTimeout(_, _, let place),
      .badVariable(_, _, let place), .duplicateVariable(_, _, let place), .emptyPath(_, let place),
      .nulByte(_, let place), .unknownUpstream(_, _, _, let place), .outputIsGlob(_, _, let place),
      .outputOutsideRoot(_, _, let place), .outputIsRoot(_, _, let place),
      .outputIsManifest(_, _, let place), .outputInState(_, _, let place),
      .outputIsInput(_, _, let place, _), .outputIsScript(_, _, _, let place),
      .duplicateOutput(_, _, let place, _), .outputInsideOutput(_, _, let place, _),
      .recursiveGlobInCommand(_, _, let place), .badJobs(_, let place):
      place
    case .quoting(let fault, _): fault.place
    case .badShell(_, _, let place): place
    case .retry(let fault): fault.place
    case .resource(let fault): fault.place
    case .parameter(let fault): fault.place
    case .cycle(let links): links.first?.place ?? Place()
    }
  }
}

/// All faults of a manifest, sorted by their places in the manifest.
package struct GraphFaults: Error, Equatable, Sendable {
  package var faults: [GraphFault]

  package init(_ faults: [GraphFault]) {
    self.faults = faults.sorted { $0.place < $1.place }
  }
}
