internal import PipelineDescription
package import PipelinePlanning

extension CapacityFault {
  /// The fault in words.
  ///
  /// - Parameter manifest: The manifest's path as it is shown.
  /// - Returns: The message.
  package func message(manifest: String) -> Message {
    switch self {
    case .noLimit(let stage, let resource, let nearest, let line):
      Message(
        "stage \(stage.ticked) takes \(resource.ticked), and nothing says how much of it there is",
        facts: [("declared", "\(manifest.printable):\(line)")],
        hint: nearest.map { "did you mean \($0.ticked)?" }
          ?? "`Limits([\"\(resource.printable)\": 1])` in the pipeline, or"
          + " `--resource \(resource.printable)=1`"
      )
    case .tooMuch(let stage, let resource, let wanted, let available, let line):
      Message(
        "stage \(stage.ticked) takes more of \(resource.ticked) than there is",
        facts: [
          ("takes", Self.amount(wanted, of: resource)),
          ("there is", Self.amount(available, of: resource)),
          ("declared", "\(manifest.printable):\(line)"),
        ],
        hint: "let it take less, or say that there is more:"
          + " `--resource \(resource.printable)=\(Self.setting(wanted, of: resource))`"
      )
    case .unknownSetting(let resource, let nearest):
      Message(
        "option `--resource` names \(resource.ticked), which no stage takes",
        hint: nearest.map { "did you mean \($0.ticked)?" }
          ?? "`pipeline manifest` shows what each stage takes"
      )
    case .exclusiveSetting(let resource, let amount):
      Message(
        "\(resource.ticked) is exclusive, so there is one of it",
        facts: [("given", "--resource \(resource.printable)=\(amount)")],
        hint: "leave the option out, or declare it as a resource:"
          + " `Resources([\"\(resource.printable)\": 1])`"
      )
    }
  }

  private static func amount(_ amount: Int, of resource: String) -> String {
    resource == ResourceAmount.memory ? sizeText(Int64(amount)) : "\(amount)"
  }

  /// The amount as the option takes it.
  private static func setting(_ amount: Int, of resource: String) -> String {
    guard resource == ResourceAmount.memory, amount >= 1_000_000 else { return "\(amount)" }
    let gigabytes = (amount + 999_999_999) / 1_000_000_000
    return amount % 1_000_000_000 == 0 || gigabytes > 9
      ? "\(gigabytes)GB" : "\((amount + 999_999) / 1_000_000)MB"
  }
}
