/// The first place at which bytes stop being JSON.
package struct JSONSyntaxFault: Error, Equatable, Sendable {
  /// What is wrong there.
  package enum Kind: Equatable, Sendable {
    /// Something else stands where this had to.
    case expected(Expectation, found: Found)
    /// A number that JSON does not know, such as `01`, `+1`, `.5` or `1.`.
    case number(String)
    /// A character below U+0020 stands bare in a string.
    case controlCharacter(UInt8)
    /// A backslash is followed by something that is no escape.
    case escape
    /// `\u` names one half of a surrogate pair without the other.
    case loneSurrogate
    /// The bytes are not UTF-8.
    case encoding(byte: UInt8)
    /// An object has the same key twice; the path leads to it.
    case duplicateKey(path: String, firstLine: Int)
    /// The file is larger than 2 GiB.
    case tooLarge
  }

  /// What may come at a place.
  package enum Expectation: Equatable, Sendable {
    case value
    case valueOrEndOfList
    case key
    case keyOrEndOfObject
    case colon
    case commaOrEndOfList
    case commaOrEndOfObject
    case endOfString
    case endOfFile
  }

  /// What stands at a place instead.
  package enum Found: Equatable, Sendable {
    case endOfFile
    case character(Unicode.Scalar)
  }

  /// What is wrong.
  package var kind: Kind
  /// The line, counted from 1.
  package var line: Int
  /// The character in that line, counted from 1.
  package var column: Int

  package init(_ kind: Kind, line: Int, column: Int) {
    self.kind = kind
    self.line = line
    self.column = column
  }
}
