/// Something in a manifest's JSON that is JSON, but not what a manifest says.
package struct ManifestContentFault: Equatable, Sendable {
  /// What is wrong.
  package enum Kind: Equatable, Sendable {
    /// The key means nothing here; `nearest` is the known key that was probably meant.
    case unknownKey(nearest: String?)
    /// A key that must be there is not.
    case missingKey(String)
    /// None of these keys is there, and one must be.
    case missingChoice(among: [String])
    /// Two keys exclude each other.
    case conflictingKeys(String, String)
    /// The value is of another type.
    case wrongType(expected: Expectation, found: Found)
  }

  /// What a value may be.
  package enum Expectation: Equatable, Sendable {
    case text
    case textOrNumber
    case list
    case object
    case wholeNumber
    /// A text, or an object with this key.
    case textOrObject(key: String)
    /// An object with one of these keys.
    case objectOfChoice(keys: [String])
    /// A text, a number, or an object with `input`, `output` or `parameter`.
    case argument
    /// A number of seconds, `"never"`, or an object with `seconds`, `minutes` or `hours`.
    case timeout
    /// A number, or `"never"`.
    case duration
    case number
    /// A number of seconds, or an object with `seconds`, `minutes` or `hours`.
    case delay
    /// A count, `"never"`, or an object with `count`.
    case retry
    /// A failure that may be worth another try.
    case failure
    /// An object with an amount under each name, or a list of objects.
    case amounts
    /// An object with a default for each name, or a list of objects.
    case parameters
    /// A number, a text, or true or false.
    case parameterValue
    /// One of these words.
    case oneOf([String])
    /// A number of bytes, or a text with a unit.
    case memory
  }

  /// What a value is.
  package enum Found: Equatable, Sendable {
    case null
    case truthValue
    case number(String)
    case text(String)
    case list
    case object
  }

  /// What is wrong.
  package var kind: Kind
  /// Where: `stages[3].timeout`; empty for the manifest as a whole.
  package var path: String
  /// The line, counted from 1.
  package var line: Int

  package init(_ kind: Kind, path: String, line: Int) {
    self.kind = kind
    self.path = path
    self.line = line
  }
}

/// All that is wrong with a manifest's content; at least one.
package struct ManifestContentFaults: Error, Equatable {
  /// The faults, in the order of the text.
  package var all: [ManifestContentFault]

  package init(all: [ManifestContentFault]) {
    self.all = all
  }
}
