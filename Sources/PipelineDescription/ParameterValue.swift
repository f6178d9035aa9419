/// What a parameter can be: a whole number, a number, a text, or true or false.
public enum ParameterValue: Sendable, Equatable {
  case integer(Int)
  case number(Double)
  case text(String)
  case truth(Bool)

  /// The type of a value.
  package enum Kind: Sendable, Equatable {
    case integer
    case number
    case text
    case truth
  }

  /// The type of the value.
  package var kind: Kind {
    switch self {
    case .integer: .integer
    case .number: .number
    case .text: .text
    case .truth: .truth
    }
  }

  /// The value as scripts are given it; equal values have equal texts.
  package var text: String {
    switch self {
    case .integer(let value): String(value)
    case .number(let value): String(value)
    case .text(let value): value
    case .truth(let value): value ? "true" : "false"
    }
  }

  /// Reads a value of a type; nil where the text is none of it.
  package init?(_ text: String, as kind: Kind) {
    switch kind {
    case .integer:
      guard let value = Int(text) else { return nil }
      self = .integer(value)
    case .number:
      // `Double` also knows `nan`, `inf` and hexadecimal digits.
      guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }),
        let value = Double(text), value.isFinite
      else { return nil }
      self = .number(value)
    case .text:
      // No argument and no variable can hold a NUL byte.
      guard !text.utf8.contains(0) else { return nil }
      self = .text(text)
    case .truth:
      guard text == "true" || text == "false" else { return nil }
      self = .truth(text == "true")
    }
  }
}

/// The types that a parameter can have: `Int`, `Double`, `String` and `Bool`.
public protocol ParameterType: Sendable {
  /// The value as a parameter has it.
  var parameterValue: ParameterValue { get }
  /// Takes the value of a parameter; nil where it is of another type.
  init?(_ value: ParameterValue)
}

extension Int: ParameterType {
  /// The number.
  public var parameterValue: ParameterValue { .integer(self) }

  /// Takes a whole number.
  public init?(_ value: ParameterValue) {
    guard case .integer(let number) = value else { return nil }
    self = number
  }
}

extension Double: ParameterType {
  /// The number.
  public var parameterValue: ParameterValue { .number(self) }

  /// Takes a number.
  public init?(_ value: ParameterValue) {
    guard case .number(let number) = value else { return nil }
    self = number
  }
}

extension String: ParameterType {
  /// The text.
  public var parameterValue: ParameterValue { .text(self) }

  /// Takes a text.
  public init?(_ value: ParameterValue) {
    guard case .text(let text) = value else { return nil }
    self = text
  }
}

extension Bool: ParameterType {
  /// The truth value.
  public var parameterValue: ParameterValue { .truth(self) }

  /// Takes true or false.
  public init?(_ value: ParameterValue) {
    guard case .truth(let isTrue) = value else { return nil }
    self = isTrue
  }
}

extension JSONWriter {
  /// Writes the value of a parameter, from which its type can be read.
  package mutating func value(_ value: ParameterValue) {
    switch value {
    case .integer(let number): integer(number)
    case .number(let number): fraction(number)
    case .text(let text): string(text)
    case .truth(let isTrue): bool(isTrue)
    }
  }
}
