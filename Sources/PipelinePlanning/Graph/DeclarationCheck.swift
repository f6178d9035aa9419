internal import PipelineDescription

/// Checks the declarations one by one: names, scripts, timeouts, variables and paths.
struct DeclarationCheck {
  private(set) var faults: [GraphFault] = []

  init(pipeline: Pipeline) {
    if pipeline.stages.isEmpty { faults.append(.noStages(place: pipeline.place)) }
    check(pipeline.timeout, stage: nil)
    check(pipeline.environment, stage: nil)
    check(pipeline.shell, stage: nil)
    faults += RetryCheck(pipeline.retry, stage: nil).faults
    if let jobs = pipeline.jobs, !Capacity.jobsRange.contains(jobs.count) {
      faults.append(.badJobs(jobs.count, place: jobs.place))
    }
    var seen: [String: Int] = [:]
    seen.reserveCapacity(pipeline.stages.count)
    for (index, stage) in pipeline.stages.enumerated() {
      if !stage.name.isPlainName {
        faults.append(.badStageName(stage.name, place: stage.place))
      }
      // Only ASCII is allowed, so lowercasing is the same in every locale.
      let folded = stage.name.lowercased()
      if let other = seen[folded].map({ pipeline.stages[$0] }) {
        faults.append(
          .duplicateStage(
            stage.name,
            place: stage.place,
            other: other.name,
            otherPlace: other.place
          )
        )
      } else {
        seen[folded] = index
      }
      checkSteps(of: stage, in: pipeline)
      check(stage.timeout, stage: stage.name)
      check(stage.environment, stage: stage.name)
      check(stage.shell, stage: stage.name)
      faults += RetryCheck(stage.retry, stage: stage.name).faults
      checkPaths(of: stage)
    }
    faults += ResourceCheck(pipeline: pipeline).faults
    faults += ParameterCheck(pipeline: pipeline).faults
  }

  private mutating func checkSteps(of stage: Stage, in pipeline: Pipeline) {
    if stage.steps.isEmpty { faults.append(.noSteps(stage: stage.name, place: stage.place)) }
    for step in stage.steps {
      switch step {
      case .script(let script):
        checkText(script.path, of: stage, place: script.place)
        let texts = script.arguments.map(\.text)
        checkNul(texts + [script.interpreter ?? ""], of: stage, place: script.place)
        if let interpreter = script.interpreter, isBlank(interpreter) {
          faults.append(.emptyStep(stage: stage.name, place: script.place))
        }
      case .command(let command):
        let assembled = pipeline.assembled(command, of: stage)
        faults += assembled.faults.map { .quoting($0, stage: stage.name) }
        if assembled.faults.isEmpty { checkText(assembled.text, of: stage, place: command.place) }
        for input in command.inputs
        where PathText.isGlob(input.path) && input.path.split(separator: "/").contains("**") {
          faults.append(
            .recursiveGlobInCommand(stage: stage.name, path: input.path, place: input.place)
          )
        }
      }
    }
  }

  private mutating func checkText(_ text: String, of stage: Stage, place: Place) {
    if isBlank(text) { faults.append(.emptyStep(stage: stage.name, place: place)) }
    checkNul([text], of: stage, place: place)
  }

  private mutating func checkPaths(of stage: Stage) {
    for input in stage.inputs {
      for path in [input.path] + input.except { check(path, of: stage, place: input.place) }
    }
    for output in stage.outputs {
      for path in [output.path] + output.except { check(path, of: stage, place: output.place) }
    }
    for external in stage.externals { check(external.text, of: stage, place: external.place) }
  }

  private mutating func check(_ path: String, of stage: Stage, place: Place) {
    if path.isEmpty { faults.append(.emptyPath(stage: stage.name, place: place)) }
    checkNul([path], of: stage, place: place)
  }

  private mutating func checkNul(_ texts: [String], of stage: Stage, place: Place) {
    if texts.contains(where: { $0.utf8.contains(0) }) {
      faults.append(.nulByte(stage: stage.name, place: place))
    }
  }

  private mutating func check(_ timeout: Timeout?, stage: String?) {
    // A timeout of up to a century fits every clock. A timeout below a millisecond is probably a mistake.
    for seconds in [timeout?.seconds, timeout?.idle].compactMap(\.self)
    where !(0.001...100 * 366 * 86_400).contains(seconds) {
      faults.append(
        .badTimeout(stage: stage, seconds: seconds, place: timeout?.place ?? Place())
      )
    }
  }

  private mutating func check(_ shell: Shell?, stage: String?) {
    guard let shell else { return }
    let isBad = shell.words.contains { $0.utf8.contains(0) } || isBlank(shell.words.first ?? "")
    if shell.words.count < 2 || isBad {
      faults.append(.badShell(stage: stage, words: shell.words, place: shell.place))
    }
  }

  private mutating func check(_ variables: [Environment], stage: String?) {
    var seen: Set<String> = []
    for variable in variables {
      let isBad =
        variable.name.isEmpty
        || variable.name.utf8.contains { $0 == UInt8(ascii: "=") || $0 == 0 }
        || variable.value?.utf8.contains(0) == true
      if isBad {
        faults.append(.badVariable(stage: stage, name: variable.name, place: variable.place))
      } else if !seen.insert(variable.name).inserted {
        faults.append(.duplicateVariable(stage: stage, name: variable.name, place: variable.place))
      }
    }
  }

  private func isBlank(_ text: String) -> Bool {
    text.allSatisfy(\.isWhitespace)
  }
}
