/// What differs between the recipe of a record and the recipe now, each difference as a reason.
struct RecipeComparison {
  let old: Recipe
  let new: Recipe

  var reasons: [Reason] {
    if old == new { return [] }
    return steps + sets + variables + parameters
  }

  private var steps: [Reason] {
    let names = { (recipe: Recipe) in recipe.steps.map { $0.script ?? "" }.exact }
    guard names(old) == names(new) else {
      let titles = { (recipe: Recipe) in recipe.steps.map { $0.script ?? $0.arguments.joined() } }
      return [.scriptsChanged(from: titles(old), to: titles(new))]
    }
    var reasons: [Reason] = []
    for (before, after) in zip(old.steps, new.steps) where before != after {
      guard let script = after.script else {
        reasons.append(
          .commandChanged(from: before.arguments.joined(), to: after.arguments.joined())
        )
        continue
      }
      if before.arguments.exact != after.arguments.exact {
        reasons.append(
          .argumentsChanged(script: script, from: before.arguments, to: after.arguments)
        )
      }
      if before.interpreter.map(ExactText.init) != after.interpreter.map(ExactText.init) {
        reasons.append(
          .interpreterChanged(script: script, from: before.interpreter, to: after.interpreter)
        )
      }
    }
    return reasons
  }

  private var sets: [Reason] {
    var reasons: [Reason] = []
    if old.inputs.exact != new.inputs.exact {
      let (added, removed) = difference(old.inputs, new.inputs)
      reasons.append(.inputsDeclared(added: added, removed: removed))
    }
    if old.outputs.exact != new.outputs.exact {
      let (added, removed) = difference(old.outputs, new.outputs)
      reasons.append(.outputsDeclared(added: added, removed: removed))
    }
    return reasons
  }

  private var variables: [Reason] {
    let before = Dictionary(old.variables.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    let (added, removed) = difference(old.variables.map(\.name), new.variables.map(\.name))
    var reasons: [Reason] = []
    if !added.isEmpty || !removed.isEmpty {
      reasons.append(.variablesDeclared(added: added, removed: removed))
    }
    for variable in new.variables {
      if let earlier = before[variable.name], earlier.digest != variable.digest {
        reasons.append(.variableChanged(variable.name))
      }
    }
    return reasons
  }

  private var parameters: [Reason] {
    let before = Dictionary(old.parameters.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    let (added, removed) = difference(old.parameters.map(\.name), new.parameters.map(\.name))
    var reasons: [Reason] = []
    if !added.isEmpty || !removed.isEmpty {
      reasons.append(.parametersDeclared(added: added, removed: removed))
    }
    for parameter in new.parameters {
      if let earlier = before[parameter.name], earlier != parameter {
        reasons.append(
          .parameterChanged(parameter.name, from: earlier.value, to: parameter.value)
        )
      }
    }
    return reasons
  }

  private func difference(_ old: [String], _ new: [String]) -> (added: [String], removed: [String])
  {
    let before = Set(old.exact)
    let after = Set(new.exact)
    return (
      new.filter { !before.contains(ExactText($0)) }, old.filter { !after.contains(ExactText($0)) }
    )
  }
}
