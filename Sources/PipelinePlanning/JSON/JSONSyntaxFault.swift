/// The first fault of a text that is not JSON; its line and its column, in characters, count from 1.
package struct JSONSyntaxFault: Error, Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case expected(Expectation, found: Found)
    /// A number that JSON does not allow, such as `01`, `+1`, `.5` or `1.`.
    case number(String)
    /// A string contains a character below U+0020 without an escape.
    case controlCharacter(UInt8)
    case escape
    /// A `\u` escape has one half of a surrogate pair without the other.
    case loneSurrogate
    /// The bytes are not UTF-8.
    case encoding(byte: UInt8)
    /// `path` leads to the key, and `firstLine` is the line of the key's first occurrence.
    case duplicateKey(path: String, firstLine: Int)
    /// The file is larger than 2 GiB.
    case tooLarge
  }

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

  package enum Found: Equatable, Sendable {
    case endOfFile
    case character(Unicode.Scalar)
  }

  package var kind: Kind
  package var line: Int
  package var column: Int

  package init(_ kind: Kind, line: Int, column: Int) {
    self.kind = kind
    self.line = line
    self.column = column
  }
}
