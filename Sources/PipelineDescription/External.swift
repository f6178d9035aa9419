/// Something outside the pipeline that must be there before the stage starts.
public struct External: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case folder(String)
    case file(String)
    case program(String)
    case variable(String)
  }

  package var kind: Kind
  package var line: Int

  package init(_ kind: Kind, line: Int) {
    self.kind = kind
    self.line = line
  }

  /// A folder that must be there; what is in it is not watched (that is what `Inputs` is for).
  public init(folder path: String, line: Int = #line) { self.init(.folder(path), line: line) }

  /// A file that must be there; whether it changes is not watched.
  public init(file path: String, line: Int = #line) { self.init(.file(path), line: line) }

  /// A program that must be on PATH.
  public init(program name: String, line: Int = #line) { self.init(.program(name), line: line) }

  /// A variable that must be set; its value is not watched (that is what `Environment` is for).
  public init(variable name: String, line: Int = #line) { self.init(.variable(name), line: line) }
}
