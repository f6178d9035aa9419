package import PipelineDescription

/// The shell text of a command, in which every inserted value has the quoting that its place needs.
package struct AssembledCommand {
  package private(set) var text = ""
  /// The program that runs the text, with its options; the text itself is its last argument.
  package private(set) var shell: [String] = []
  package private(set) var faults: [QuotingFault] = []
  private var reader = ShellReader()
  /// The end of the text, which the reader need not see if no value and no `|` follows.
  private var unread = ""
  /// Whether the shell reads other text than that of the `sh` family.
  private let isForeign: Bool
  private let parameters: [ParameterDeclaration]

  /// `declared` is the shell that the manifest names for the command; nil if there is none.
  package init(_ command: Command, shell declared: Shell?, parameters: [ParameterDeclaration]) {
    self.parameters = parameters
    isForeign = declared.map { !$0.isPOSIX } ?? false
    for piece in command.pieces { add(piece, of: command) }
    shell = declared?.words ?? (hasPipe() ? Shell.piped : Shell.standard)
  }

  /// Whether the text has a pipe, or could have one.
  private mutating func hasPipe() -> Bool {
    guard text.utf8.contains(.bar) else { return false }
    readOn()
    return reader.hasPipe || reader.isUnsure
  }

  private mutating func readOn() {
    reader.read(unread)
    unread = ""
  }

  private var quoting: ShellReader.Quoting { isForeign ? .unsure : reader.quoting }

  private mutating func add(_ piece: Command.Piece, of command: Command) {
    if case .text(let text) = piece {
      self.text += text
      unread += text
      return
    }
    readOn()
    switch piece {
    case .text: break
    case .quoted(let value): insert(word(value), .text(value), command.place)
    case .input(let input): insert(path(input.path), .path(input.path), input.place)
    case .output(let output): insert(path(output.path), .path(output.path), output.place)
    case .parameter(let use): insert(parameter(use.name), .parameter(use.name), use.place)
    }
    reader.insertValue()
  }

  /// Appends a value, or notes the fault if there is no text for it at this place.
  private mutating func insert(_ text: String?, _ value: QuotingFault.Value, _ place: Place) {
    guard let text else {
      let line = self.text.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
      faults.append(QuotingFault(value, quoting, isForeign, line: String(line), place))
      return
    }
    self.text += text
  }

  private func parameter(_ name: String) -> String? {
    let variable = ParameterDeclaration.variable(of: name)
    switch quoting {
    case .none: return "\"$\(variable)\""
    case .double, .hereDocument: return "${\(variable)}"
    case .comment: return "$\(variable)"
    // The shell reads a variable in an expression as an expression of its own, which may hold a command.
    case .arithmetic: return isNumber(name) ? "${\(variable)}" : nil
    case .single, .literalHereDocument, .unsure: return nil
    }
  }

  private func isNumber(_ name: String) -> Bool {
    parameters.first { $0.name == name }?.defaultValue.kind == .integer
  }

  private func path(_ path: String) -> String? {
    if PathText.isGlob(path) {
      switch quoting {
      case .none, .comment: return path.utf8.contains(.newline) ? nil : shellPattern(path)
      default: return nil
      }
    }
    let literal = PathText.literal(path)
    guard path.hasPrefix("~/") else { return word(literal) }
    let rest = String(literal.dropFirst(2))
    switch quoting {
    case .none(startsWord: true): return shellPattern(path)
    case .none: return "\"$HOME\"/" + shellQuoted(rest)
    case .double, .hereDocument: return word(rest).map { "${HOME}/" + $0 }
    default: return nil
    }
  }

  /// Returns a text so that the shell takes each of its bytes as it is.
  private func word(_ text: String) -> String? {
    let isPlain = !text.isEmpty && shellQuoted(text) == text
    if case .none = quoting {
      return isPlain || !reader.isInBackquotes || !Self.hasAny("\\'\"$`", text)
        ? shellQuoted(text) : nil
    }
    if isPlain { return reader.couldBreakHereDocument(text) ? nil : text }
    let isRisky = reader.isInBackquotes && Self.hasAny("\\'\"$`", text)
    if isRisky || reader.couldBreakHereDocument(text) { return nil }
    switch quoting {
    case .double: return Self.escaped("\\\"$`", in: text)
    case .single:
      return text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
    case .hereDocument: return text.utf8.contains(.newline) ? nil : Self.escaped("\\$`", in: text)
    case .literalHereDocument: return text.utf8.contains(.newline) ? nil : text
    case .comment: return text.utf8.contains(.newline) ? nil : shellQuoted(text)
    case .none, .arithmetic, .unsure: return nil
    }
  }

  private static func hasAny(_ characters: String, _ text: String) -> Bool {
    text.unicodeScalars.contains { characters.unicodeScalars.contains($0) }
  }

  private static func escaped(_ characters: String, in text: String) -> String {
    text.unicodeScalars.reduce(into: "") { escaped, scalar in
      if characters.unicodeScalars.contains(scalar) { escaped += "\\" }
      escaped.unicodeScalars.append(scalar)
    }
  }
}

/// A value in a command at a place where no quoting passes it to the shell unchanged.
package struct QuotingFault: Equatable, Sendable {
  package enum Value: Equatable, Sendable {
    case parameter(String)
    case path(String)
    case text(String)
  }

  package enum Cause: Equatable, Sendable {
    case doubleQuotes
    case singleQuotes
    case hereDocument
    case literalHereDocument
    case arithmetic
    /// The reader does not know how the shell quotes the place.
    case unsure
    /// The declared shell is none that the reader knows.
    case foreignShell
  }

  package var value: Value
  package var cause: Cause
  /// The line of the command up to the value.
  package var line: String
  package var place: Place
}

extension QuotingFault {
  init(
    _ value: Value,
    _ quoting: ShellReader.Quoting,
    _ isForeign: Bool,
    line: String,
    _ place: Place
  ) {
    let cause: Cause =
      switch quoting {
      case .double: .doubleQuotes
      case .single: .singleQuotes
      case .hereDocument: .hereDocument
      case .literalHereDocument: .literalHereDocument
      case .arithmetic: .arithmetic
      case .none, .comment, .unsure: isForeign ? .foreignShell : .unsure
      }
    self.init(value: value, cause: cause, line: line, place: place)
  }
}

extension Pipeline {
  /// Returns the text of a stage's command, and the shell that runs it.
  package func assembled(_ command: Command, of stage: Stage) -> AssembledCommand {
    AssembledCommand(command, shell: shell(of: stage), parameters: parameters)
  }
}
