package import PipelineDescription

/// Checks the parameters that a pipeline declares, and the names that its stages use.
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
      // An argument can hand on only a value that can be read back from its text.
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

  /// Letters, digits, `_` and `-`, all of them ASCII, 1 to 100, the first a letter or `_`.
  private static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return name.isPlainName && !name.utf8.contains(UInt8(ascii: "."))
  }
}

/// A fault of a parameter, where it is declared or used.
package struct ParameterFault: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case badName
    /// Declared twice, with different defaults.
    case duplicate(otherPlace: Place)
    /// Another parameter has the same environment variable.
    case sameVariable(other: String, otherPlace: Place, variable: String)
    /// The default has a NUL byte, or is not a finite number.
    case badDefault
    /// A stage names it, but it is not declared.
    case unknown(stage: String, nearest: String?)
  }

  /// What is wrong.
  package var kind: Kind
  /// The parameter.
  package var name: String
  /// Where it is declared.
  package var place: Place

  package init(_ kind: Kind, name: String, place: Place) {
    self.kind = kind
    self.name = name
    self.place = place
  }
}
