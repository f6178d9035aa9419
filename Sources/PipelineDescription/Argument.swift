/// One argument of a script.
public struct Argument: Sendable, Equatable {
  /// The raw value is the key of the argument's object in JSON.
  package enum Kind: String, Sendable {
    /// A string or a number as it is written, which JSON writes without an object.
    case plain
    /// A text that is meant as it is, even if a file has this name.
    case text
    case input
    case output
    case parameter
  }

  package var kind: Kind
  /// The text, the path, or the name of the parameter, according to `kind`.
  package var text: String
  /// The source position of `.input`, `.output`, `.text` or the parameter's declaration; else `Place()`.
  package var place: Place
  /// The marks and the exceptions of an output.
  package var marks: Set<OutputMark> = []
  package var except: [String] = []

  package init(_ kind: Kind, _ text: String, _ place: Place = Place()) {
    self.kind = kind
    self.text = text
    self.place = place
  }
}

/// A value that you can pass to a script, such as a text, a number, a list, a parameter or `.input(…)`.
public protocol ArgumentConvertible {
  /// The arguments of this value.
  var arguments: [Argument] { get }
}

extension Argument: ArgumentConvertible {
  /// The argument itself.
  public var arguments: [Argument] { [self] }
}

extension ArgumentConvertible where Self == Argument {
  /// Passes the path of an input, and declares the input; the script gets a glob without expansion.
  public static func input(
    _ path: String,
    fileID: StaticString = #fileID,
    line: Int = #line
  ) -> Argument {
    Argument(.input, path, Place(fileID, line))
  }

  /// Passes the path of an output, and declares the output.
  ///
  /// `marks` are properties of the output, such as `.persist`. `except` names files, folders or globs inside an
  /// output folder that no script makes, such as your notes.
  public static func output(
    _ path: String,
    _ marks: OutputMark...,
    except: some PathConvertible = [String](),
    fileID: StaticString = #fileID,
    line: Int = #line
  ) -> Argument {
    var argument = Argument(.output, path, Place(fileID, line))
    (argument.marks, argument.except) = (Set(marks), except.paths)
    return argument
  }
}

extension ArgumentConvertible where Self == Argument {
  /// Passes a text that only looks like a path, and declares nothing.
  ///
  /// The runner warns about a plain string that is the name of a file, unless the stage declares the file.
  public static func text(
    _ text: String,
    fileID: StaticString = #fileID,
    line: Int = #line
  ) -> Argument {
    Argument(.text, text, Place(fileID, line))
  }
}

extension String: ArgumentConvertible {
  /// The text as one argument.
  public var arguments: [Argument] { [Argument(.plain, self)] }
}

extension Substring: ArgumentConvertible {
  /// The text as one argument.
  public var arguments: [Argument] { [Argument(.plain, String(self))] }
}

extension Int: ArgumentConvertible {
  /// The number in decimal digits.
  public var arguments: [Argument] { [Argument(.plain, String(self))] }
}

extension Double: ArgumentConvertible {
  /// The number in its shortest exact form.
  public var arguments: [Argument] { [Argument(.plain, String(self))] }
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
  /// The arguments of the wrapped value; nil has no arguments.
  public var arguments: [Argument] { self?.arguments ?? [] }
}

extension ManifestForm {
  /// Writes a plain argument as a JSON string, and any other argument as an object.
  func argument(_ argument: Argument, to writer: inout JSONWriter) {
    guard argument.kind != .plain else { return writer.string(argument.text) }
    writer.object { writer in
      writer.key(argument.kind.rawValue)
      writer.string(argument.text)
      if argument.kind == .output { details(of: Output(argument), to: &writer) }
      place(argument.place, to: &writer)
    }
  }
}
