internal import PipelineDescription
internal import PipelinePlanning

extension ResourceFault {
  func message(_ place: ManifestPlace) -> Message {
    let declared = (label: "declared", value: place.text(self.place))
    let owner = ownerText(stage)
    let takes = stage == nil ? "limits" : "requests"
    let amounts = stage == nil ? "has a limit of" : "requests an amount of"
    switch kind {
    case .badName:
      return Message("\(owner) \(takes) \(name.ticked), which is not a valid name of a resource")
        .with(facts: [declared])
        .with(hint: plainNameHint)
    case .badAmount(let amount) where name == ResourceAmount.memory:
      return Message(
        "\(owner) \(amounts) memory that is not a whole number of bytes from 1 B to 1000 TB"
      )
      .with(facts: [("memory", "\(numberText(amount)) B"), declared])
      .with(hint: "write `memory: .gigabytes(8)`")
    case .badAmount(let amount):
      return Message(
        "\(owner) \(amounts) \(name.ticked) that is not a whole number from 1 to 1000000000",
        facts: [("amount", numberText(amount)), declared],
        hint: stage == nil
          ? "set it to 1 or more; with 0, no stage that requests it could run"
          : "leave it out if the stage requests none"
      )
    case .declaredTwice(let firstPlace):
      return Message("\(owner) \(takes) \(name.ticked) twice")
        .with(facts: [declared, ("first", place.text(firstPlace))])
        .with(hint: "remove one of the two")
    case .exclusiveTwice(let firstPlace):
      return Message("\(owner) declares \(name.ticked) as exclusive twice")
        .with(facts: [declared, ("first", place.text(firstPlace))])
        .with(hint: "remove one of the two")
    case .exclusiveAndTaken(let taken):
      return Message(
        "\(owner) declares \(name.ticked) both as exclusive and as a resource",
        facts: [declared, ("also in", place.text(taken))],
        hint: "remove one of the two: with `Exclusive`, only one stage uses it at a time"
      )
    case .exclusiveOfMachine:
      return Message(
        "\(owner) declares \(name.ticked) as exclusive, but it is a resource of the machine",
        facts: [declared],
        hint: "declare the amount that the stage requests: "
          + (name == ResourceAmount.memory
            ? "`Resources(memory: .gigabytes(8))`" : "`Resources(cores: 2)`")
      )
    case .exclusiveWithLimit(let limit, let declaredIn):
      return Message(
        "\(owner) declares \(name.ticked) as exclusive, but the pipeline sets a limit other than 1",
        facts: [
          declared, ("limit", "\(numberText(limit)), declared in \(place.text(declaredIn))"),
        ],
        hint:
          "remove the limit, or request a part of the resource: `Resources([\"\(name.printable)\": 1])`"
      )
    case .otherCase(let other, let first):
      return Message("\(name.ticked) differs only in case from the resource \(other.ticked)")
        .with(facts: [declared] + (first.map { [("first", place.text($0))] } ?? []))
        .with(hint: "use one spelling everywhere")
    }
  }
}
