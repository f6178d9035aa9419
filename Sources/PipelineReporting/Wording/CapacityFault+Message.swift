internal import PipelineDescription
package import PipelinePlanning

extension CapacityFault {
  package func message(manifest: String, files: [String] = []) -> Message {
    let manifest = ManifestPlace(manifest: manifest, files: files)
    return switch self {
    case .noLimit(let stage, let resource, let nearest, let place):
      Message(
        "stage \(stage.ticked) requests the resource \(resource.ticked), whose limit is not set",
        facts: [("declared", manifest.text(place))],
        hint: nearest.map { "did you mean \($0.ticked)?" }
          ?? "set it: `Limits([\"\(resource.printable)\": 1])` in the pipeline, or"
          + " `--resource \(resource.printable)=1`"
      )
    case .tooMuch(let stage, let resource, let wanted, let available, let place):
      Message(
        "stage \(stage.ticked) requests more \(resource.ticked) than available",
        facts: [
          ("requests", Self.amount(wanted, of: resource)),
          ("available", Self.amount(available, of: resource)),
          ("declared", manifest.text(place)),
        ],
        hint: "reduce what it requests, or raise the limit:"
          + " `--resource \(resource.printable)=\(Self.setting(wanted, of: resource))`"
      )
    case .unknownSetting(let resource, let nearest):
      Message("option `--resource` names \(resource.ticked), which no stage requests")
        .with(nearest: nearest, else: "`pipeline manifest` shows what each stage requests")
    case .exclusiveSetting(let resource, let amount):
      Message(
        "\(resource.ticked) is exclusive, so its limit is 1",
        facts: [("given", "--resource \(resource.printable)=\(amount)")],
        hint: "leave the option out, or declare it as a resource:"
          + " `Resources([\"\(resource.printable)\": 1])`"
      )
    }
  }

  private static func amount(_ amount: Int, of resource: String) -> String {
    resource == ResourceAmount.memory ? sizeText(Int64(amount)) : "\(amount)"
  }

  /// Returns the amount as a value of `--resource`, with memory rounded up.
  private static func setting(_ amount: Int, of resource: String) -> String {
    guard resource == ResourceAmount.memory, amount >= 1_000_000 else { return "\(amount)" }
    let gigabytes = (amount + 999_999_999) / 1_000_000_000
    return amount % 1_000_000_000 == 0 || gigabytes > 9
      ? "\(gigabytes)GB" : "\((amount + 999_999) / 1_000_000)MB"
  }
}
