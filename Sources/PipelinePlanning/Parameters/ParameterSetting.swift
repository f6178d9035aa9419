package import PipelineDescription

/// That a parameter is set to something from outside the manifest; not yet judged.
package struct ParameterSetting: Equatable, Sendable {
  /// Where a value comes from, if not from the manifest.
  package enum Source: Equatable, Sendable {
    /// `--set NAME=VALUE`.
    case option
    /// `parameters.json`, in this line.
    case file(line: Int)
  }

  /// How a value is written.
  package enum Form: Equatable, Sendable {
    /// As bare text, whatever the parameter's type is: on the command line.
    case bare
    case number
    case string
    case truth
  }

  package var name: String
  package var text: String
  package var form: Form
  package var source: Source

  package init(name: String, text: String, form: Form, source: Source) {
    self.name = name
    self.text = text
    self.form = form
    self.source = source
  }
}

/// What is wrong with what parameters are set to from outside the manifest.
package enum SettingFault: Error, Equatable, Sendable {
  /// What stands after `--set` is no name with `=` and a value.
  case malformed(String)
  /// `--set` says two things of one name.
  case repeated(name: String, first: String, second: String)
  /// No parameter has this name; `declared` are those that there are.
  case unknown(ParameterSetting, nearest: String?, declared: [String])
  /// The value is none of the parameter's type.
  case wrongType(ParameterSetting, ParameterDeclaration)
  /// The value has a NUL byte, which no argument and no variable can hold.
  case nulByte(ParameterSetting)
  /// `parameters.json` cannot be read, or is no JSON.
  case file(ManifestFault)
  /// `parameters.json` has nothing in it.
  case emptyFile
  /// `parameters.json` is JSON, but no object.
  case noObject(found: ManifestContentFault.Found, line: Int)
  /// `parameters.json` gives a name something that is no single value.
  case noValue(name: String, found: ManifestContentFault.Found, line: Int)
}
