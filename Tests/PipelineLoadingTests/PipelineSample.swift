import PipelineDescription

extension Pipeline {
  /// A pipeline with anything in it that a manifest can say.
  static func sample(using random: inout SeededGenerator) -> Pipeline {
    var elements: [PipelineContent.Element] = []
    if Bool.random(using: &random) { elements.append(.timeout(.sample(using: &random))) }
    elements.append(.environment(samples(using: &random, Environment.sample)))
    if Bool.random(using: &random) { elements.append(.retry(.sample(using: &random))) }
    if Bool.random(using: &random) {
      elements.append(.jobs(Jobs(sampleNumber(using: &random), line: sampleLine(using: &random))))
    }
    elements.append(.limits(samples(using: &random, ResourceAmount.sample)))
    if Bool.random(using: &random) {
      elements.append(.onFailure(sampleCase(using: &random, or: .keep)))
      elements.append(.staleness(sampleCase(using: &random, or: .time)))
    }
    elements += samples(using: &random, Stage.sample).map { .stage($0) }
    var pipeline = Pipeline(
      JSONSample.text(using: &random),
      line: sampleLine(using: &random),
      content: PipelineContent(elements: elements)
    )
    pipeline.parameters = samples(using: &random, ParameterDeclaration.sample)
    return pipeline
  }
}

extension Stage {
  fileprivate static func sample(using random: inout SeededGenerator) -> Stage {
    var clauses: [StageContent.Clause] = []
    clauses += samples(using: &random, Step.sample).map { .step($0) }
    clauses.append(.inputs(samples(using: &random, Input.sample)))
    clauses.append(.outputs(samples(using: &random, Output.sample)))
    clauses.append(.upstream(samples(using: &random, Upstream.Reference.sample)))
    clauses += samples(using: &random, External.sample).map { .external($0) }
    clauses += samples(using: &random, Environment.sample).map { .environment($0) }
    clauses.append(.uses(samples(using: &random, Uses.Reference.sample)))
    if Bool.random(using: &random) { clauses.append(.timeout(.sample(using: &random))) }
    if Bool.random(using: &random) { clauses.append(.retry(.sample(using: &random))) }
    clauses.append(.resources(samples(using: &random, ResourceAmount.sample)))
    clauses += samples(using: &random, Exclusive.sample).map { .exclusive($0) }
    if Bool.random(using: &random) {
      let value = sampleNumber(using: &random)
      clauses.append(.priority(Priority(value, line: sampleLine(using: &random))))
    }
    if Bool.random(using: &random) {
      clauses.append(.onFailure(sampleCase(using: &random, or: .keep)))
      clauses.append(.staleness(sampleCase(using: &random, or: .time)))
    }
    return Stage(
      JSONSample.text(using: &random),
      JSONSample.text(using: &random),
      line: sampleLine(using: &random),
      content: StageContent(clauses: clauses)
    )
  }
}

extension Step {
  fileprivate static func sample(using random: inout SeededGenerator) -> Step {
    if Bool.random(using: &random) {
      return .command(
        Command(
          text: JSONSample.text(using: &random),
          inputs: samples(using: &random, Input.sample),
          outputs: samples(using: &random, Output.sample),
          uses: samples(using: &random, Uses.Reference.sample),
          line: sampleLine(using: &random)
        )
      )
    }
    return .script(
      Script(
        path: JSONSample.text(using: &random),
        arguments: samples(using: &random, Argument.sample),
        interpreter: Bool.random(using: &random) ? JSONSample.text(using: &random) : nil,
        line: sampleLine(using: &random)
      )
    )
  }
}

extension Argument {
  fileprivate static func sample(using random: inout SeededGenerator) -> Argument {
    let text = JSONSample.text(using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return Argument(.text(text))
    case 3: return Argument(.parameter(text, line: sampleLine(using: &random)))
    case 1: return Argument(.input(text, line: sampleLine(using: &random)))
    default: return Argument(.output(text, line: sampleLine(using: &random)))
    }
  }
}

extension Input {
  fileprivate static func sample(using random: inout SeededGenerator) -> Input {
    Input(
      JSONSample.text(using: &random),
      except: samples(using: &random) { JSONSample.text(using: &$0) },
      line: sampleLine(using: &random)
    )
  }
}

extension Output {
  fileprivate static func sample(using random: inout SeededGenerator) -> Output {
    Output(JSONSample.text(using: &random), line: sampleLine(using: &random))
  }
}

extension Upstream.Reference {
  fileprivate static func sample(using random: inout SeededGenerator) -> Upstream.Reference {
    Upstream.Reference(name: JSONSample.text(using: &random), line: sampleLine(using: &random))
  }
}

extension Uses.Reference {
  fileprivate static func sample(using random: inout SeededGenerator) -> Uses.Reference {
    Uses.Reference(name: JSONSample.text(using: &random), line: sampleLine(using: &random))
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
      line: sampleLine(using: &random)
    )
  }
}

extension External {
  fileprivate static func sample(using random: inout SeededGenerator) -> External {
    let text = JSONSample.text(using: &random)
    let kinds: [Kind] = [.folder(text), .file(text), .program(text), .variable(text)]
    return External(
      kinds[Int.random(in: kinds.indices, using: &random)],
      line: sampleLine(using: &random)
    )
  }
}

extension Environment {
  fileprivate static func sample(using random: inout SeededGenerator) -> Environment {
    Environment(
      name: JSONSample.text(using: &random),
      value: Bool.random(using: &random) ? JSONSample.text(using: &random) : nil,
      line: sampleLine(using: &random)
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
      line: sampleLine(using: &random)
    )
  }
}

extension Retry {
  fileprivate static func sample(using random: inout SeededGenerator) -> Retry {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: .never
    case 1: Retry(count: sampleNumber(using: &random), line: sampleLine(using: &random))
    default:
      Retry(
        count: sampleNumber(using: &random),
        delay: sampleAmount(using: &random),
        factor: sampleAmount(using: &random),
        longestDelay: sampleAmount(using: &random),
        jitter: sampleAmount(using: &random),
        failures: Bool.random(using: &random) ? samples(using: &random, Failure.sample) : nil,
        line: sampleLine(using: &random)
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
      line: sampleLine(using: &random)
    )
  }
}

extension Exclusive {
  fileprivate static func sample(using random: inout SeededGenerator) -> Exclusive {
    Exclusive(JSONSample.text(using: &random), line: sampleLine(using: &random))
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

private func sampleLine(using random: inout SeededGenerator) -> Int {
  Int.random(in: 0...100_000, using: &random)
}

private func samples<Element>(
  using random: inout SeededGenerator,
  _ make: (inout SeededGenerator) -> Element
) -> [Element] {
  var elements: [Element] = []
  for _ in 0..<Int.random(in: 0...3, using: &random) { elements.append(make(&random)) }
  return elements
}

/// One of the cases of a choice.
private func sampleCase<Choice: CaseIterable>(
  using random: inout SeededGenerator,
  or first: Choice
) -> Choice {
  Choice.allCases.randomElement(using: &random) ?? first
}
