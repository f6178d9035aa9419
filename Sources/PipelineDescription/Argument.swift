/// One argument of a script.
public struct Argument: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case text(String)
    case input(String, Place)
    case output(String, Place)
    /// The value of the parameter of this name.
    case parameter(String, Place)
  }

  package var kind: Kind

  package init(_ kind: Kind) {
    self.kind = kind
  }
}

/// A value that may be an argument of a script: text, a number, a list, a parameter,
/// `.input(…)`, `.output(…)`.
public protocol ArgumentConvertible {
  /// The arguments that this value becomes.
  var arguments: [Argument] { get }
}

extension Argument: ArgumentConvertible {
  /// The argument itself.
  public var arguments: [Argument] { [self] }
}

extension ArgumentConvertible where Self == Argument {
  /// Passes the path of an input, and declares it; a glob is passed as its text.
  public static func input(
    _ path: String,
    fileID: StaticString = #fileID,
    line: Int = #line
  ) -> Argument {
    Argument(.input(path, Place(fileID, line)))
  }

  /// Passes the path of an output, and declares it.
  public static func output(
    _ path: String,
    fileID: StaticString = #fileID,
    line: Int = #line
  ) -> Argument {
    Argument(.output(path, Place(fileID, line)))
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

extension ManifestForm {
  /// Writes an argument: a text as it is, anything else as an object.
  func argument(_ argument: Argument, to writer: inout JSONWriter) {
    func object(_ key: StaticString, _ text: String, _ place: Place) {
      writer.object { writer in
        writer.key(key)
        writer.string(text)
        self.place(place, to: &writer)
      }
    }
    switch argument.kind {
    case .text(let text): writer.string(text)
    case .input(let path, let place): object("input", path, place)
    case .output(let path, let place): object("output", path, place)
    case .parameter(let name, let place): object("parameter", name, place)
    }
  }
}
