package import PipelineDescription

/// The values of all parameters of a pipeline in this run, with their sources.
package struct ParameterValues: Equatable, Sendable {
  package struct Entry: Equatable, Sendable {
    package var declaration: ParameterDeclaration
    package var value: ParameterValue
    /// Nil for the default.
    package var source: ParameterSetting.Source?
  }

  /// In the order of declaration.
  package private(set) var entries: [Entry] = []
  private var indices: [String: Int] = [:]

  /// The first setting for a name counts; `faults` receives all faults of the settings.
  package init(
    _ declarations: [ParameterDeclaration],
    settings: [ParameterSetting] = [],
    faults: inout [SettingFault]
  ) {
    for declaration in declarations where indices[declaration.name] == nil {
      indices[declaration.name] = entries.count
      entries.append(
        Entry(declaration: declaration, value: declaration.defaultValue, source: nil)
      )
    }
    for setting in settings {
      guard let index = indices[setting.name] else {
        let declared = entries.map(\.declaration.name)
        let nearest = nearestName(to: setting.name, among: declared)
        faults.append(.unknown(setting, nearest: nearest, declared: declared))
        continue
      }
      let declaration = entries[index].declaration
      if setting.text.utf8.contains(0) {
        faults.append(.nulByte(setting))
      } else if let value = setting.value(as: declaration.defaultValue.kind) {
        // An overridden setting must be valid too, because it counts once the user removes the other one.
        guard entries[index].source == nil else { continue }
        entries[index].value = value
        entries[index].source = setting.source
      } else {
        faults.append(.wrongType(setting, declaration))
      }
    }
  }

  package init(defaults declarations: [ParameterDeclaration]) {
    var faults: [SettingFault] = []
    self.init(declarations, faults: &faults)
  }

  package func text(of name: String) -> String? {
    indices[name].map { entries[$0].value.text }
  }
}

extension ParameterSetting {
  fileprivate func value(as kind: ParameterValue.Kind) -> ParameterValue? {
    switch (form, kind) {
    case (.bare, _), (.number, .integer), (.number, .number), (.string, .text), (.truth, .truth):
      ParameterValue(text, as: kind)
    default: nil
    }
  }
}
