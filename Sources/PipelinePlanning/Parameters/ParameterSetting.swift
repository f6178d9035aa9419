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
