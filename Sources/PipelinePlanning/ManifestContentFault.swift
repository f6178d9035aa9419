/// A part of a manifest that is valid JSON but not valid in a manifest.
package struct ManifestContentFault: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    /// The key is not known here; `nearest` is the known key that the user probably meant.
    case unknownKey(nearest: String?)
    /// A required key is missing.
    case missingKey(String)
    /// One of these keys is required, but all are missing.
    case missingChoice(among: [String])
    /// Two keys that exclude each other are present.
    case conflictingKeys(String, String)
    /// The value has the wrong type.
    case wrongType(expected: Expectation, found: Found)
  }

  /// The values that are allowed at a place.
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
    /// A failure that `Retry` can name.
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

  /// The type of the value that was found.
  package enum Found: Equatable, Sendable {
    case null
    case truthValue
    case number(String)
    case text(String)
    case list
    case object
  }

  package var kind: Kind
  /// The path of the value, such as `stages[3].timeout`; empty for the whole manifest.
  package var path: String
  /// The line, counted from 1.
  package var line: Int

  package init(_ kind: Kind, path: String, line: Int) {
    self.kind = kind
    self.path = path
    self.line = line
  }
}

/// All faults of a manifest's content; at least one.
package struct ManifestContentFaults: Error, Equatable {
  /// The faults, in the order of the text.
  package var all: [ManifestContentFault]

  package init(all: [ManifestContentFault]) {
    self.all = all
  }
}
