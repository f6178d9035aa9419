/// The value of a parameter, which is a whole number, a number, a text, or true or false.
public enum ParameterValue: Sendable, Equatable {
  /// A whole number.
  case integer(Int)
  /// A number that can have a fraction.
  case number(Double)
  /// A text.
  case text(String)
  /// True or false.
  case truth(Bool)

  package enum Kind: Sendable, Equatable {
    case integer
    case number
    case text
    case truth
  }

  package var kind: Kind {
    switch self {
    case .integer: .integer
    case .number: .number
    case .text: .text
    case .truth: .truth
    }
  }

  /// The text that scripts get; equal values have equal texts.
  package var text: String {
    switch self {
    case .integer(let value): String(value)
    case .number(let value): String(value)
    case .text(let value): value
    case .truth(let value): value ? "true" : "false"
    }
  }

  /// Reads a text as a value of the given type; nil if the text is not such a value.
  package init?(_ text: String, as kind: Kind) {
    switch kind {
    case .integer:
      guard let value = Int(text) else { return nil }
      self = .integer(value)
    case .number:
      // `Double` would also accept `nan`, `inf` and hexadecimal digits.
      guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }),
        let value = Double(text), value.isFinite
      else { return nil }
      self = .number(value)
    case .text:
      // No argument and no environment variable can hold a NUL byte.
      guard !text.utf8.contains(0) else { return nil }
      self = .text(text)
    case .truth:
      guard text == "true" || text == "false" else { return nil }
      self = .truth(text == "true")
    }
  }
}

/// A type that a parameter can have, which is `Int`, `Double`, `String` or `Bool`.
public protocol ParameterType: Sendable {
  /// This value as a `ParameterValue`.
  var parameterValue: ParameterValue { get }
  /// Converts the value of a parameter; nil if the value has another type.
  init?(_ value: ParameterValue)
}

extension Int: ParameterType {
  /// This number as a `ParameterValue`.
  public var parameterValue: ParameterValue { .integer(self) }

  /// Converts a whole number; nil if the value has another type.
  public init?(_ value: ParameterValue) {
    guard case .integer(let number) = value else { return nil }
    self = number
  }
}

extension Double: ParameterType {
  /// This number as a `ParameterValue`.
  public var parameterValue: ParameterValue { .number(self) }

  /// Converts a number; nil if the value has another type.
  public init?(_ value: ParameterValue) {
    guard case .number(let number) = value else { return nil }
    self = number
  }
}

extension String: ParameterType {
  /// This text as a `ParameterValue`.
  public var parameterValue: ParameterValue { .text(self) }

  /// Converts a text; nil if the value has another type.
  public init?(_ value: ParameterValue) {
    guard case .text(let text) = value else { return nil }
    self = text
  }
}

extension Bool: ParameterType {
  /// This truth value as a `ParameterValue`.
  public var parameterValue: ParameterValue { .truth(self) }

  /// Converts true or false; nil if the value has another type.
  public init?(_ value: ParameterValue) {
    guard case .truth(let isTrue) = value else { return nil }
    self = isTrue
  }
}

extension JSONWriter {
  /// Writes the value of a parameter in a form that shows its type.
  package mutating func value(_ value: ParameterValue) {
    switch value {
    case .integer(let number): integer(number)
    case .number(let number): fraction(number)
    case .text(let text): string(text)
    case .truth(let isTrue): bool(isTrue)
    }
  }
}
