/// Writes the parts of a manifest, each the same way wherever it stands.
struct ManifestForm {
  let hasLines: Bool

  func line(_ line: Int, to writer: inout JSONWriter) {
    guard hasLines else { return }
    writer.key("line")
    writer.integer(line)
  }

  func stage(_ stage: Stage, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("name")
      writer.string(stage.name)
      if !stage.summary.isEmpty {
        writer.key("summary")
        writer.string(stage.summary)
      }
      line(stage.line, to: &writer)
      list("upstream", stage.upstream, to: &writer) { reference, writer in
        named("name", reference.name, line: reference.line, to: &writer)
      }
      list("externals", stage.externals, to: &writer, external)
      list("scripts", stage.steps, to: &writer, step)
      inputs(stage.declaredInputs, to: &writer)
      list("outputs", stage.declaredOutputs, to: &writer) { output, writer in
        named("path", output.path, line: output.line, to: &writer)
      }
      timeout(stage.timeout, to: &writer)
      retry(stage.retry, to: &writer)
      amounts("resources", stage.resources, to: &writer)
      list("exclusive", stage.exclusives, to: &writer) { exclusive, writer in
        named("name", exclusive.name, line: exclusive.line, to: &writer)
      }
      priority(stage.priority, to: &writer)
      choice("on_failure", stage.onFailure, to: &writer)
      choice("staleness", stage.staleness, to: &writer)
      environment(stage.environment, to: &writer)
      uses(stage.declaredUses, to: &writer)
    }
  }

  /// Writes a list under a key, and nothing where it is empty.
  func list<Element>(
    _ key: StaticString,
    _ elements: [Element],
    to writer: inout JSONWriter,
    _ write: (Element, inout JSONWriter) -> Void
  ) {
    guard !elements.isEmpty else { return }
    writer.key(key)
    writer.array { writer in
      for element in elements { write(element, &writer) }
    }
  }

  /// Writes a value that has nothing beside it: a plain string where there are no lines.
  func named(_ key: StaticString, _ value: String, line: Int, to writer: inout JSONWriter) {
    guard hasLines else { return writer.string(value) }
    writer.object { writer in
      writer.key(key)
      writer.string(value)
      self.line(line, to: &writer)
    }
  }

  /// Writes inputs; where there are lines, a number in the list is that of the texts behind it.
  ///
  /// A stage may have thousands, nearly always of one line: an object for each would cost more than
  /// all else that a manifest says.
  func inputs(_ inputs: [Input], to writer: inout JSONWriter) {
    guard !inputs.isEmpty else { return }
    writer.key("inputs")
    writer.array { writer in
      var line: Int?
      for input in inputs {
        guard hasLines, input.except.isEmpty else {
          self.input(input, to: &writer)
          continue
        }
        if input.line != line { writer.integer(input.line) }
        line = input.line
        writer.string(input.path)
      }
    }
  }

  private func input(_ input: Input, to writer: inout JSONWriter) {
    guard !input.except.isEmpty else {
      return named("path", input.path, line: input.line, to: &writer)
    }
    writer.object { writer in
      writer.key("path")
      writer.string(input.path)
      writer.key("except")
      writer.strings(input.except)
      line(input.line, to: &writer)
    }
  }

  func external(_ external: External, to writer: inout JSONWriter) {
    writer.object { writer in
      switch external.kind {
      case .folder(let path):
        writer.key("folder")
        writer.string(path)
      case .file(let path):
        writer.key("file")
        writer.string(path)
      case .program(let name):
        writer.key("program")
        writer.string(name)
      case .variable(let name):
        writer.key("variable")
        writer.string(name)
      }
      line(external.line, to: &writer)
    }
  }

  func step(_ step: Step, to writer: inout JSONWriter) {
    writer.object { writer in
      switch step {
      case .script(let script):
        writer.key("script")
        writer.string(script.path)
        list("arguments", script.arguments, to: &writer, argument)
        if let interpreter = script.interpreter {
          writer.key("interpreter")
          writer.string(interpreter)
        }
      case .command(let command):
        writer.key("command")
        writer.string(command.text)
        inputs(command.inputs, to: &writer)
        list("outputs", command.outputs, to: &writer) { output, writer in
          named("path", output.path, line: output.line, to: &writer)
        }
        uses(command.uses, to: &writer)
      }
      line(step.line, to: &writer)
    }
  }

  func argument(_ argument: Argument, to writer: inout JSONWriter) {
    switch argument.kind {
    case .text(let text): writer.string(text)
    case .input(let path, let line): file("input", path, line: line, to: &writer)
    case .output(let path, let line): file("output", path, line: line, to: &writer)
    case .parameter(let name, let line): file("parameter", name, line: line, to: &writer)
    }
  }

  func file(_ key: StaticString, _ path: String, line: Int, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key(key)
      writer.string(path)
      self.line(line, to: &writer)
    }
  }

  /// Writes one of a few words.
  func choice(
    _ key: StaticString,
    _ choice: (some RawRepresentable<String>)?,
    to writer: inout JSONWriter
  ) {
    guard let choice else { return }
    writer.key(key)
    writer.string(choice.rawValue)
  }

  func timeout(_ timeout: Timeout?, to writer: inout JSONWriter) {
    guard let timeout else { return }
    writer.key("timeout")
    guard hasLines else { return seconds(of: timeout, to: &writer) }
    writer.object { writer in
      writer.key("seconds")
      seconds(of: timeout, to: &writer)
      line(timeout.line, to: &writer)
    }
  }

  private func seconds(of timeout: Timeout, to writer: inout JSONWriter) {
    guard let seconds = timeout.seconds else { return writer.string("never") }
    number(seconds, to: &writer)
  }

  /// Not every Double is a number of JSON; what is not must still reach the check of the manifest.
  func number(_ value: Double, to writer: inout JSONWriter) {
    if value.isFinite { writer.number(value) } else { writer.string("\(value)") }
  }

  func environment(_ variables: [Environment], to writer: inout JSONWriter) {
    list("environment", variables, to: &writer) { variable, writer in
      writer.object { writer in
        writer.key("name")
        writer.string(variable.name)
        if let value = variable.value {
          writer.key("value")
          writer.string(value)
        }
        line(variable.line, to: &writer)
      }
    }
  }
}
