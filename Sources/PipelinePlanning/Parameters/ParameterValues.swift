package import PipelineDescription

/// What every parameter of a pipeline is in this run, and where it comes from.
package struct ParameterValues: Equatable, Sendable {
  /// A parameter and its value.
  package struct Entry: Equatable, Sendable {
    package var declaration: ParameterDeclaration
    package var value: ParameterValue
    /// Where the value comes from; nil for the default.
    package var source: ParameterSetting.Source?
  }

  /// In the order of declaration.
  package private(set) var entries: [Entry] = []
  private var indices: [String: Int] = [:]

  /// Gives each parameter what it is set to.
  ///
  /// - Parameters:
  ///   - declarations: What the manifest declares.
  ///   - settings: What is set from outside, what counts most first.
  ///   - faults: Takes all that is wrong with the settings.
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
        // Also what does not count must be right: it counts again as soon as the other is gone.
        guard entries[index].source == nil else { continue }
        entries[index].value = value
        entries[index].source = setting.source
      } else {
        faults.append(.wrongType(setting, declaration))
      }
    }
  }

  /// Gives each parameter its default.
  package init(defaults declarations: [ParameterDeclaration]) {
    var faults: [SettingFault] = []
    self.init(declarations, faults: &faults)
  }

  /// The value of a parameter as text; nil where none has this name.
  package func text(of name: String) -> String? {
    indices[name].map { entries[$0].value.text }
  }
}

extension ParameterSetting {
  /// The value as one of a type; nil where it is none.
  fileprivate func value(as kind: ParameterValue.Kind) -> ParameterValue? {
    switch (form, kind) {
    case (.bare, _), (.number, .integer), (.number, .number), (.string, .text), (.truth, .truth):
      ParameterValue(text, as: kind)
    default: nil
    }
  }
}
