/// One argument of a script.
public struct Argument: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case text(String)
    case input(String, line: Int)
    case output(String, line: Int)
    /// The value of the parameter of this name.
    case parameter(String, line: Int)
  }

  package var kind: Kind

  package init(_ kind: Kind) {
    self.kind = kind
  }
}

/// What can stand among the arguments of a script: text, numbers, lists, parameters,
/// `.input(…)`, `.output(…)`.
public protocol ArgumentConvertible {
  /// The arguments this value stands for.
  var arguments: [Argument] { get }
}

extension Argument: ArgumentConvertible {
  /// The argument itself.
  public var arguments: [Argument] { [self] }
}

extension ArgumentConvertible where Self == Argument {
  /// Passes the path of an input, and declares it; a glob is passed as its text.
  public static func input(_ path: String, line: Int = #line) -> Argument {
    Argument(.input(path, line: line))
  }

  /// Passes the path of an output, and declares it.
  public static func output(_ path: String, line: Int = #line) -> Argument {
    Argument(.output(path, line: line))
  }
}

extension String: ArgumentConvertible {
  /// The text as one argument.
  public var arguments: [Argument] { [Argument(.text(self))] }
}

extension Substring: ArgumentConvertible {
  /// The text as one argument.
  public var arguments: [Argument] { [Argument(.text(String(self)))] }
}

extension Int: ArgumentConvertible {
  /// The number in decimal digits.
  public var arguments: [Argument] { [Argument(.text(String(self)))] }
}

extension Double: ArgumentConvertible {
  /// The number in its shortest exact form.
  public var arguments: [Argument] { [Argument(.text(String(self)))] }
}

extension Array: ArgumentConvertible where Element: ArgumentConvertible {
  /// The arguments of each element, in order.
  public var arguments: [Argument] {
    var arguments: [Argument] = []
    for element in self { arguments += element.arguments }
    return arguments
  }
}

extension Optional: ArgumentConvertible where Wrapped: ArgumentConvertible {
  /// The argument, or none.
  public var arguments: [Argument] { self?.arguments ?? [] }
}
