package import PipelineDescription

/// Checks the declared parameters, and the parameter names that stages use.
struct ParameterCheck {
  private(set) var faults: [GraphFault] = []
  private var declared: [String: ParameterDeclaration] = [:]

  init(pipeline: Pipeline) {
    var variables: [String: ParameterDeclaration] = [:]
    for parameter in pipeline.parameters {
      if let other = declared[parameter.name] {
        add(.duplicate(otherPlace: other.place), parameter.name, parameter.place)
        continue
      }
      declared[parameter.name] = parameter
      guard Self.isName(parameter.name) else {
        add(.badName, parameter.name, parameter.place)
        continue
      }
      if let other = variables[parameter.variable] {
        let kind = ParameterFault.Kind.sameVariable(
          other: other.name,
          otherPlace: other.place,
          variable: parameter.variable
        )
        add(kind, parameter.name, parameter.place)
      }
      variables[parameter.variable] = parameter
      let standard = parameter.defaultValue
      // A script gets the value as text, so the text must be convertible back to the value.
      if ParameterValue(standard.text, as: standard.kind) == nil {
        add(.badDefault, parameter.name, parameter.place)
      }
    }
    for stage in pipeline.stages { checkUses(of: stage) }
  }

  private mutating func checkUses(of stage: Stage) {
    for step in stage.steps {
      guard case .script(let script) = step else { continue }
      for argument in script.arguments where argument.kind == .parameter {
        check(argument.text, argument.place, of: stage)
      }
    }
    for use in stage.uses { check(use.name, use.place, of: stage) }
  }

  private mutating func check(_ name: String, _ place: Place, of stage: Stage) {
    guard declared[name] == nil else { return }
    let nearest = nearestName(to: name, among: declared.keys)
    add(.unknown(stage: stage.name, nearest: nearest), name, place)
  }

  private mutating func add(_ kind: ParameterFault.Kind, _ name: String, _ place: Place) {
    faults.append(.parameter(ParameterFault(kind, name: name, place: place)))
  }

  /// Whether the name has 1 to 100 ASCII letters, digits, `_` and `-`, and begins with a letter or `_`.
  private static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return name.isPlainName && !name.utf8.contains(UInt8(ascii: "."))
  }
}

package struct ParameterFault: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case badName
    /// The manifest declares the parameter twice, with different defaults.
    case duplicate(otherPlace: Place)
    case sameVariable(other: String, otherPlace: Place, variable: String)
    /// The default contains a NUL byte, or is not a finite number.
    case badDefault
    case unknown(stage: String, nearest: String?)
  }

  package var kind: Kind
  package var name: String
  /// The place of the declaration in the manifest, or of the use if the parameter is unknown.
  package var place: Place

  package init(_ kind: Kind, name: String, place: Place) {
    self.kind = kind
    self.name = name
    self.place = place
  }
}
