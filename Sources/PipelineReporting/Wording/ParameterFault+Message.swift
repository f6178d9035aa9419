internal import PipelinePlanning

extension ParameterFault {
  /// Returns a message about the fault, with its place in the manifest.
  func message(_ place: ManifestPlace) -> Message {
    let declared = (label: "declared", value: place.text(self.place))
    switch kind {
    case .badName:
      return Message(
        name.isEmpty
          ? "a parameter has no name" : "\(name.ticked) cannot be the name of a parameter",
        facts: [declared],
        hint: "letters, digits, `_` and `-`, beginning with a letter or `_`; 100 at most"
      )
    case .duplicate(let otherPlace):
      return Message("the parameter \(name.ticked) is declared twice, with different defaults")
        .with(facts: [declared, ("first", place.text(otherPlace))])
        .with(hint: "declare it once, as a global `let`, and use that in both places")
    case .sameVariable(let other, let otherPlace, let variable):
      return Message(
        "parameters \(other.ticked) and \(name.ticked) would be handed on as the same variable",
        facts: [("variable", variable), declared, ("first", place.text(otherPlace))],
        hint: "rename one of them"
      )
    case .badDefault:
      return Message("the default of the parameter \(name.ticked) cannot be handed to a script")
        .with(facts: [declared])
        .with(hint: "a number must be finite, and text has no NUL byte")
    case .unknown(let stage, let nearest):
      return Message("stage \(stage.ticked) uses a parameter \(name.ticked) that is not declared")
        .with(facts: [declared])
        .with(nearest: nearest, else: "declare it: `\"parameters\": {\"\(name.printable)\": 10}`")
    }
  }
}
