import PipelineDescription

extension Pipeline {
  /// The names of the files that the locations of a sample refer to.
  static let sampleFiles = ["Manifest/Pipeline.swift", "Manifest/Pipeline+b.swift", "M/ü .swift"]

  /// A pipeline that may use every clause of a manifest.
  static func sample(using random: inout SeededGenerator) -> Pipeline {
    var clauses: [any PipelineClause] = []
    clauses += option(using: &random, Timeout.sample)
    clauses += samples(using: &random, Environment.sample)
    clauses += option(using: &random, Retry.sample)
    clauses += option(using: &random) { random in
      Jobs(count: sampleNumber(using: &random), place: samplePlace(using: &random))
    }
    var limits = Limits()
    limits.all = samples(using: &random, ResourceAmount.sample)
    clauses.append(limits)
    clauses += option(using: &random) { sampleCase(using: &$0, or: OnFailure.keep) }
    clauses += option(using: &random) { sampleCase(using: &$0, or: Staleness.time) }
    clauses += samples(using: &random) { random in
      Ignore(patterns: [JSONSample.text(using: &random)], place: samplePlace(using: &random))
    }
    clauses += option(using: &random, Shell.sample)
    clauses += samples(using: &random, Stage.sample)
    var pipeline = Pipeline(
      JSONSample.text(using: &random),
      place: samplePlace(using: &random),
      content: PipelineBuilder.buildArray(clauses.map(\.pipelineContent))
    )
    pipeline.parameters = samples(using: &random, ParameterDeclaration.sample)
    pipeline.files = sampleFiles
    return pipeline
  }

  /// All that the pipeline says, places included, whatever numbers their files have.
  var whole: String {
    var writer = JSONWriter()
    write(to: &writer, lines: true) { _ in "file" }
    return writer.text
  }
}

extension Stage {
  fileprivate static func sample(using random: inout SeededGenerator) -> Stage {
    var clauses: [any StageClause] = []
    clauses += samples(using: &random, Script.sample)
    clauses += samples(using: &random, Command.sample)
    var (inputs, outputs) = (Inputs(), Outputs())
    inputs.all = samples(using: &random, Input.sample)
    outputs.all = samples(using: &random, Output.sample)
    var (upstream, uses) = (Upstream(), Uses())
    upstream.references = samples(using: &random, NameReference.sample)
    uses.references = samples(using: &random, NameReference.sample)
    var resources = Resources()
    resources.all = samples(using: &random, ResourceAmount.sample)
    clauses += [inputs, outputs, upstream, uses, resources] as [any StageClause]
    clauses += samples(using: &random, External.sample)
    clauses += samples(using: &random, Environment.sample)
    clauses += option(using: &random, Timeout.sample)
    clauses += option(using: &random, Retry.sample)
    clauses += samples(using: &random, Exclusive.sample)
    clauses += option(using: &random) { random in
      Priority(value: sampleNumber(using: &random), place: samplePlace(using: &random))
    }
    clauses += option(using: &random) { sampleCase(using: &$0, or: OnFailure.keep) }
    clauses += option(using: &random) { sampleCase(using: &$0, or: Staleness.time) }
    clauses += option(using: &random, Shell.sample)
    return Stage(
      JSONSample.text(using: &random),
      JSONSample.text(using: &random),
      place: samplePlace(using: &random),
      content: StageBuilder.buildArray(clauses.map(\.stageContent))
    )
  }
}

extension Command {
  fileprivate static func sample(using random: inout SeededGenerator) -> Command {
    var command = Command(
      pieces: samples(using: &random, Piece.sample) + [.text(JSONSample.text(using: &random))],
      place: samplePlace(using: &random)
    )
    command.declaredInputs = samples(using: &random, Input.sample)
    command.declaredOutputs = samples(using: &random, Output.sample)
    command.declaredUses = samples(using: &random, NameReference.sample)
    return command
  }
}

extension Command.Piece {
  fileprivate static func sample(using random: inout SeededGenerator) -> Command.Piece {
    let (text, place) = (JSONSample.text(using: &random), samplePlace(using: &random))
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return .quoted(text)
    case 1: return .input(Input(text, place: place))
    case 2: return .output(Output(text, place: place))
    case 3: return .parameter(NameReference(name: text, place: place))
    default: return .text(text)
    }
  }
}

extension Shell {
  fileprivate static func sample(using random: inout SeededGenerator) -> Shell {
    Shell(
      words: samples(using: &random) { JSONSample.text(using: &$0) },
      place: samplePlace(using: &random)
    )
  }
}

extension Script {
  fileprivate static func sample(using random: inout SeededGenerator) -> Script {
    Script(
      path: JSONSample.text(using: &random),
      arguments: samples(using: &random, Argument.sample),
      interpreter: Bool.random(using: &random) ? JSONSample.text(using: &random) : nil,
      place: samplePlace(using: &random)
    )
  }
}

extension Argument {
  fileprivate static func sample(using random: inout SeededGenerator) -> Argument {
    let text = JSONSample.text(using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return Argument(.plain, text)
    case 3: return Argument(.parameter, text, samplePlace(using: &random))
    case 1: return Argument(.input, text, samplePlace(using: &random))
    default:
      var argument = Argument(.output, text, samplePlace(using: &random))
      let output = Output.sample(using: &random)
      (argument.marks, argument.except) = (output.marks, output.except)
      return argument
    }
  }
}

extension Input {
  fileprivate static func sample(using random: inout SeededGenerator) -> Input {
    Input(
      JSONSample.text(using: &random),
      except: samples(using: &random) { JSONSample.text(using: &$0) },
      place: samplePlace(using: &random)
    )
  }
}

extension Output {
  fileprivate static func sample(using random: inout SeededGenerator) -> Output {
    var output = Output(JSONSample.text(using: &random), place: samplePlace(using: &random))
    output.marks = Set(OutputMark.allCases.filter { _ in Bool.random(using: &random) })
    output.except = samples(using: &random) { JSONSample.text(using: &$0) }
    return output
  }
}

extension NameReference {
  fileprivate static func sample(using random: inout SeededGenerator) -> NameReference {
    NameReference(name: JSONSample.text(using: &random), place: samplePlace(using: &random))
  }
}

extension ParameterDeclaration {
  fileprivate static func sample(using random: inout SeededGenerator) -> ParameterDeclaration {
    let values: [ParameterValue] = [
      .integer(sampleNumber(using: &random)), .number(sampleAmount(using: &random).magnitude),
      .text(JSONSample.text(using: &random)), .truth(Bool.random(using: &random)),
    ]
    return ParameterDeclaration(
      name: JSONSample.text(using: &random),
      defaultValue: values[Int.random(in: values.indices, using: &random)],
      place: samplePlace(using: &random)
    )
  }
}

extension External {
  fileprivate static func sample(using random: inout SeededGenerator) -> External {
    let text = JSONSample.text(using: &random)
    let kinds: [Kind] = [.folder, .file, .program, .variable]
    return External(
      kinds[Int.random(in: kinds.indices, using: &random)],
      text,
      place: samplePlace(using: &random)
    )
  }
}

extension Environment {
  fileprivate static func sample(using random: inout SeededGenerator) -> Environment {
    Environment(
      name: JSONSample.text(using: &random),
      value: Bool.random(using: &random) ? JSONSample.text(using: &random) : nil,
      place: samplePlace(using: &random)
    )
  }
}

extension Timeout {
  fileprivate static func sample(using random: inout SeededGenerator) -> Timeout {
    let limits: [Double?] = [
      nil, 0, -1, 1e308, .leastNonzeroMagnitude, 600, 0.1, -.zero, 9_007_199_254_740_992,
    ]
    return Timeout(
      limit: limits[Int.random(in: limits.indices, using: &random)],
      idle: limits[Int.random(in: limits.indices, using: &random)],
      place: samplePlace(using: &random)
    )
  }
}

extension Retry {
  fileprivate static func sample(using random: inout SeededGenerator) -> Retry {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: .never
    case 1: Retry(count: sampleNumber(using: &random), place: samplePlace(using: &random))
    default:
      Retry(
        count: sampleNumber(using: &random),
        delay: sampleAmount(using: &random),
        factor: sampleAmount(using: &random),
        longestDelay: sampleAmount(using: &random),
        jitter: sampleAmount(using: &random),
        failures: Bool.random(using: &random) ? samples(using: &random, Failure.sample) : nil,
        place: samplePlace(using: &random)
      )
    }
  }
}

extension Retry.Failure {
  fileprivate static func sample(using random: inout SeededGenerator) -> Retry.Failure {
    let number = sampleNumber(using: &random)
    let failures: [Retry.Failure] = [.exit(number), .signal(number), .timeout, .missingOutput]
    return failures[Int.random(in: failures.indices, using: &random)]
  }
}

extension ResourceAmount {
  fileprivate static func sample(using random: inout SeededGenerator) -> ResourceAmount {
    let names = [cores, memory, "line", JSONSample.text(using: &random)]
    return ResourceAmount(
      name: names[Int.random(in: names.indices, using: &random)],
      amount: sampleAmount(using: &random),
      place: samplePlace(using: &random)
    )
  }
}

extension Exclusive {
  fileprivate static func sample(using random: inout SeededGenerator) -> Exclusive {
    Exclusive(name: JSONSample.text(using: &random), place: samplePlace(using: &random))
  }
}

private func sampleNumber(using random: inout SeededGenerator) -> Int {
  let numbers = [0, 1, 3, -1, .max, .min]
  return numbers[Int.random(in: numbers.indices, using: &random)]
}

private func sampleAmount(using random: inout SeededGenerator) -> Double {
  let amounts = [0, 1, 0.2, -5, 8e9, 1e300, .infinity, -.infinity, 9_007_199_254_740_992]
  return amounts[Int.random(in: amounts.indices, using: &random)]
}

/// A location in one of `Pipeline.sampleFiles`; sometimes one without a line.
private func samplePlace(using random: inout SeededGenerator) -> Place {
  let line = Int.random(in: 0...100_000, using: &random)
  // Mostly in one file, as in a manifest.
  let file = max(0, Int32.random(in: -3...2, using: &random))
  return line % 8 == 0 ? Place() : Place(line, file: file)
}

private func samples<Element>(
  using random: inout SeededGenerator,
  _ make: (inout SeededGenerator) -> Element
) -> [Element] {
  var elements: [Element] = []
  for _ in 0..<Int.random(in: 0...3, using: &random) { elements.append(make(&random)) }
  return elements
}

/// One element or none.
private func option<Element>(
  using random: inout SeededGenerator,
  _ make: (inout SeededGenerator) -> Element
) -> [Element] {
  Bool.random(using: &random) ? [make(&random)] : []
}

/// One of the cases of a choice.
private func sampleCase<Choice: CaseIterable>(
  using random: inout SeededGenerator,
  or first: Choice
) -> Choice {
  Choice.allCases.randomElement(using: &random) ?? first
}
