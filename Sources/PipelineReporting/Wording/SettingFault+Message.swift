internal import PipelineDescription
package import PipelinePlanning

extension SettingFault {
  private static let file = "parameters.json"

  package var messages: [Message] {
    if case .file(let fault) = self { return fault.messages }
    return [message]
  }

  private var message: Message {
    switch self {
    case .malformed(let text):
      Message("option `--set` needs a name, `=` and a value")
        .with(facts: [("given", text.isEmpty ? "nothing" : text)])
        .with(hint: "for example `--set top=20`")
    case .repeated(let name, let first, let second):
      Message("`--set` gives the parameter \(name.ticked) two different values")
        .with(facts: [("first", first), ("second", second)])
        .with(hint: "keep one of them")
    case .unknown(let setting, let nearest, let declared):
      Message(
        "there is no parameter \(setting.name.ticked)",
        facts: [("set by", setting.source.text)]
      )
      .with(facts: declared.isEmpty ? [] : [("declared", listed(declared))])
      .with(
        nearest: nearest,
        else:
          "the tool sees a parameter only if a stage uses it, or the manifest reads its value"
      )
    case .wrongType(let setting, let parameter):
      Message(
        "the parameter \(setting.name.ticked) has the wrong type: \(setting.shown)",
        facts: [
          ("set by", setting.source.text),
          ("expected", parameter.defaultValue.kind.words(setting.form)),
          ("default", parameter.defaultValue.text),
        ],
        hint: setting.form == .bare
          ? "for example `--set \(setting.name)=\(shellQuoted(parameter.defaultValue.text))`"
          : "for example `\"\(setting.name)\": \(parameter.defaultValue.json)`"
      )
    case .nulByte(let setting):
      Message("the value of the parameter \(setting.name.ticked) contains a NUL byte")
        .with(facts: [("set by", setting.source.text)])
        .with(hint: "no argument and no environment variable can hold one")
    case .file(let fault): Message("\(fault)")
    case .emptyFile:
      Message("`\(Self.file)` is empty", hint: "write `{}`, or remove it")
    case .noObject(let found, let line):
      Message("`\(Self.file)` must be an object with a value for each parameter")
        .with(facts: [("found", found.words), ("at", "\(Self.file):\(line)")])
        .with(hint: "for example `{\"top\": 20}`")
    case .noValue(let name, let found, let line):
      Message("the parameter \(name.ticked) has the wrong type: \(found.words)")
        .with(facts: [
          ("set by", "\(Self.file):\(line)"), ("expected", "a number, text, or true or false"),
        ])
        .with(hint: "put a list or an object into a file that a stage reads")
    }
  }
}

extension ParameterSetting {
  /// The value as the user wrote it.
  fileprivate var shown: String {
    text.isEmpty ? "empty" : (form == .string ? "\"\(text)\"" : text).ticked
  }
}

extension ParameterSetting.Source {
  var text: String {
    switch self {
    case .option: "--set"
    case .file(let line): "parameters.json:\(line)"
    }
  }
}

extension ParameterValue.Kind {
  /// Returns a description of valid values, with quotes for JSON, where the quotes determine the type.
  fileprivate func words(_ form: ParameterSetting.Form) -> String {
    switch self {
    case .integer: "a whole number"
    case .number: "a finite number"
    case .text: form == .bare ? "text" : "text in double quotes"
    case .truth: form == .bare ? "`true` or `false`" : "true or false, without quotes"
    }
  }
}

extension ParameterValue {
  fileprivate var json: String {
    var writer = JSONWriter()
    writer.value(self)
    return writer.text
  }
}
