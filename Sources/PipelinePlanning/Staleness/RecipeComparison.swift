internal import PipelineDescription

/// The differences between the recorded recipe and the current one, each as a reason.
struct RecipeComparison {
  let old: Recipe
  let new: Recipe

  var reasons: [Reason] {
    if old == new { return [] }
    return steps + declared(.inputs, old.inputs, new.inputs)
      + declared(.outputs, old.outputs, new.outputs) + variables + parameters
  }

  private var steps: [Reason] {
    let names = { (recipe: Recipe) in recipe.steps.map { $0.script ?? "" }.exact }
    guard names(old) == names(new) else {
      let titles = { (recipe: Recipe) in recipe.steps.map { $0.script ?? $0.arguments.joined() } }
      return [.recipe(.scripts, from: titles(old), to: titles(new))]
    }
    var reasons: [Reason] = []
    for (before, after) in zip(old.steps, new.steps) where before != after {
      guard let script = after.script else {
        let (old, new) = (before.arguments.joined(), after.arguments.joined())
        if ExactText(old) != ExactText(new) {
          reasons.append(.recipe(.command, from: [old], to: [new]))
        }
        reasons += shell(before, after)
        continue
      }
      if before.arguments.exact != after.arguments.exact {
        reasons.append(
          .recipe(.arguments(script: script), from: before.arguments, to: after.arguments)
        )
      }
      if before.interpreter.map(ExactText.init) != after.interpreter.map(ExactText.init) {
        reasons.append(
          .recipe(
            .interpreter(script: script),
            from: before.interpreter.map { [$0] } ?? [],
            to: after.interpreter.map { [$0] } ?? []
          )
        )
      }
    }
    return reasons
  }

  private func shell(_ before: Recipe.Step, _ after: Recipe.Step) -> [Reason] {
    if before.interpreter.map(ExactText.init) == after.interpreter.map(ExactText.init) { return [] }
    let standard = Shell.standard.joined(separator: " ")
    return [
      .recipe(
        .shell,
        from: [before.interpreter ?? standard],
        to: [after.interpreter ?? standard]
      )
    ]
  }

  private var variables: [Reason] {
    let before = Dictionary(old.variables.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    var reasons = declared(.variables, old.variables.map(\.name), new.variables.map(\.name))
    for variable in new.variables {
      if let earlier = before[variable.name], !earlier.hasSameValue(as: variable) {
        reasons.append(.recipe(.variable(variable.name), from: [], to: []))
      }
    }
    return reasons
  }

  private var parameters: [Reason] {
    let before = Dictionary(old.parameters.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    var reasons = declared(.parameters, old.parameters.map(\.name), new.parameters.map(\.name))
    for parameter in new.parameters {
      if let earlier = before[parameter.name], earlier != parameter {
        reasons.append(
          .recipe(.parameter(parameter.name), from: [earlier.value], to: [parameter.value])
        )
      }
    }
    return reasons
  }

  private func declared(_ clause: Reason.Clause, _ old: [String], _ new: [String]) -> [Reason] {
    if old.exact == new.exact { return [] }
    let (before, after) = (Set(old.exact), Set(new.exact))
    let added = new.filter { !before.contains(ExactText($0)) }
    let removed = old.filter { !after.contains(ExactText($0)) }
    return [.declared(clause, added: added, removed: removed)]
  }
}
