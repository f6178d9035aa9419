package import PipelineDescription

/// A parameter value from outside the manifest, not checked yet.
package struct ParameterSetting: Equatable, Sendable {
  /// `--set NAME=VALUE`, or a line of `parameters.json`.
  package enum Source: Equatable, Sendable {
    case option
    case file(line: Int)
  }

  package enum Form: Equatable, Sendable {
    /// Text from the command line, which can be a value of any type.
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

package enum SettingFault: Error, Equatable, Sendable {
  /// The argument of `--set` is not `NAME=VALUE`.
  case malformed(String)
  case repeated(name: String, first: String, second: String)
  case unknown(ParameterSetting, nearest: String?, declared: [String])
  case wrongType(ParameterSetting, ParameterDeclaration)
  case nulByte(ParameterSetting)
  /// `parameters.json` cannot be read, or is not JSON.
  case file(ManifestFault)
  case emptyFile
  /// `parameters.json` is JSON, but not an object.
  case noObject(found: ManifestContentFault.Found, line: Int)
  /// `parameters.json` gives a name something other than a single value.
  case noValue(name: String, found: ManifestContentFault.Found, line: Int)
}
