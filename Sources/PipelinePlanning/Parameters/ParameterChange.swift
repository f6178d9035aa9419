internal import PipelineDescription

/// A parameter whose value in this run differs from the value that made what is there.
package struct ParameterChange: Equatable, Sendable {
  package var name: String
  package var value: String
  /// The earlier values, each once.
  package var before: [String]

  package init(name: String, value: String, before: [String]) {
    (self.name, self.value, self.before) = (name, value, before)
  }

  /// Returns the changes in the order of declaration.
  ///
  /// The records tell the values that made the stale stages of `plan`. `last` has the values of the last run,
  /// because a value may also have changed what the manifest declares.
  package static func all(
    in plan: Plan,
    _ values: ParameterValues,
    last: [Event.RunStart.Parameter]
  ) -> [ParameterChange] {
    var before: [String: [String]] = [:]
    func note(_ value: String, of name: String) {
      if before[name]?.contains(value) != true { before[name, default: []].append(value) }
    }
    for parameter in last { note(parameter.value.text, of: parameter.name) }
    for entry in plan.entries {
      guard case .run(let reasons) = entry.verdict else { continue }
      for case .recipe(.parameter(let name), let old, _) in reasons {
        for value in old { note(value, of: name) }
      }
    }
    return values.entries.compactMap { entry in
      let (name, value) = (entry.declaration.name, entry.value.text)
      let others = (before[name] ?? []).filter { $0 != value }
      return others.isEmpty ? nil : ParameterChange(name: name, value: value, before: others)
    }
  }
}
