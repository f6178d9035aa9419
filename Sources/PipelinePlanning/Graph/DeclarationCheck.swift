internal import PipelineDescription

/// Checks what each stage says of itself: names, scripts, time limits, variables.
struct DeclarationCheck {
  private(set) var faults: [GraphFault] = []

  init(pipeline: Pipeline) {
    if pipeline.stages.isEmpty { faults.append(.noStages(line: pipeline.line)) }
    check(pipeline.timeout, stage: nil)
    check(pipeline.environment, stage: nil)
    faults += RetryCheck(pipeline.retry, stage: nil).faults
    if let jobs = pipeline.jobs, !(1...1_000_000).contains(jobs.count) {
      faults.append(.badJobs(jobs.count, line: jobs.line))
    }
    var seen: [String: Int] = [:]
    seen.reserveCapacity(pipeline.stages.count)
    for (index, stage) in pipeline.stages.enumerated() {
      if !stage.name.isPlainName {
        faults.append(.badStageName(stage.name, line: stage.line))
      }
      // Only ASCII is allowed, so lowercasing is the same in every locale.
      let folded = stage.name.lowercased()
      if let other = seen[folded].map({ pipeline.stages[$0] }) {
        faults.append(
          .duplicateStage(
            stage.name,
            line: stage.line,
            other: other.name,
            otherLine: other.line
          )
        )
      } else {
        seen[folded] = index
      }
      checkSteps(of: stage)
      check(stage.timeout, stage: stage.name)
      check(stage.environment, stage: stage.name)
      faults += RetryCheck(stage.retry, stage: stage.name).faults
      checkPaths(of: stage)
    }
    faults += ResourceCheck(pipeline: pipeline).faults
    faults += ParameterCheck(pipeline: pipeline).faults
  }

  private mutating func checkSteps(of stage: Stage) {
    if stage.steps.isEmpty { faults.append(.noSteps(stage: stage.name, line: stage.line)) }
    for step in stage.steps {
      switch step {
      case .script(let script):
        checkText([script.path], of: stage, line: script.line)
        let texts = script.arguments.map { argument in
          switch argument.kind {
          case .text(let text), .input(let text, _), .output(let text, _),
            .parameter(let text, _):
            text
          }
        }
        checkNul(texts + [script.interpreter ?? ""], of: stage, line: script.line)
        if let interpreter = script.interpreter, isBlank(interpreter) {
          faults.append(.emptyStep(stage: stage.name, line: script.line))
        }
      case .command(let command):
        checkText([command.text], of: stage, line: command.line)
        for input in command.inputs
        where PathText.isGlob(input.path) && input.path.split(separator: "/").contains("**") {
          faults.append(
            .recursiveGlobInCommand(stage: stage.name, path: input.path, line: input.line)
          )
        }
      }
    }
  }

  private mutating func checkText(_ texts: [String], of stage: Stage, line: Int) {
    if texts.contains(where: isBlank) {
      faults.append(.emptyStep(stage: stage.name, line: line))
    }
    checkNul(texts, of: stage, line: line)
  }

  private mutating func checkPaths(of stage: Stage) {
    for input in stage.inputs {
      for path in [input.path] + input.except { check(path, of: stage, line: input.line) }
    }
    for output in stage.outputs { check(output.path, of: stage, line: output.line) }
    for external in stage.externals {
      switch external.kind {
      case .file(let text), .folder(let text), .program(let text), .variable(let text):
        if text.isEmpty { faults.append(.emptyPath(stage: stage.name, line: external.line)) }
        checkNul([text], of: stage, line: external.line)
      }
    }
  }

  private mutating func check(_ path: String, of stage: Stage, line: Int) {
    if path.isEmpty { faults.append(.emptyPath(stage: stage.name, line: line)) }
    checkNul([path], of: stage, line: line)
  }

  private mutating func checkNul(_ texts: [String], of stage: Stage, line: Int) {
    if texts.contains(where: { $0.utf8.contains(0) }) {
      faults.append(.nulByte(stage: stage.name, line: line))
    }
  }

  private mutating func check(_ timeout: Timeout?, stage: String?) {
    guard let timeout, let seconds = timeout.seconds else { return }
    // A century is as good as no limit, and still fits every clock; less than a millisecond is none.
    guard seconds >= 0.001, seconds <= 100 * 366 * 86_400 else {
      faults.append(.badTimeout(stage: stage, seconds: seconds, line: timeout.line))
      return
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
        faults.append(.badVariable(stage: stage, name: variable.name, line: variable.line))
      } else if !seen.insert(variable.name).inserted {
        faults.append(.duplicateVariable(stage: stage, name: variable.name, line: variable.line))
      }
    }
  }

  private func isBlank(_ text: String) -> Bool {
    text.allSatisfy(\.isWhitespace)
  }
}
