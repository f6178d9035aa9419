internal import PipelinePlanning

extension ParameterFault {
  func message(_ place: ManifestPlace) -> Message {
    let declared = (label: "declared", value: place.text(self.place))
    switch kind {
    case .badName:
      return Message(
        name.isEmpty
          ? "a parameter has no name" : "\(name.ticked) is not a valid name of a parameter",
        facts: [declared],
        hint: "use 1 to 100 letters, digits, `_` and `-`, beginning with a letter or `_`"
      )
    case .duplicate(let otherPlace):
      return Message("the parameter \(name.ticked) has two declarations with different defaults")
        .with(facts: [declared, ("first", place.text(otherPlace))])
        .with(hint: "declare it once, as a global `let`, and use that constant in both places")
    case .sameVariable(let other, let otherPlace, let variable):
      return Message(
        "parameters \(other.ticked) and \(name.ticked) would have the same environment variable",
        facts: [("variable", variable), declared, ("first", place.text(otherPlace))],
        hint: "rename one of them"
      )
    case .badDefault:
      return Message("the parameter \(name.ticked) has an invalid default")
        .with(facts: [declared])
        .with(hint: "a number must be finite, and a text must not contain a NUL byte")
    case .unknown(let stage, let nearest):
      return Message(
        "stage \(stage.ticked) uses the parameter \(name.ticked), which is not declared"
      )
      .with(facts: [declared])
      .with(nearest: nearest, else: "declare it: `\"parameters\": {\"\(name.printable)\": 10}`")
    }
  }
}
