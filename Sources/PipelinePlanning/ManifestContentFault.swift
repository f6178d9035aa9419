/// A part of a manifest that is valid JSON but not valid in a manifest.
package struct ManifestContentFault: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case unknownKey(nearest: String?)
    case missingKey(String)
    /// One of these keys is required, but all are missing.
    case missingChoice(among: [String])
    case conflictingKeys(String, String)
    case wrongType(expected: Expectation, found: Found)
  }

  package enum Expectation: Equatable, Sendable {
    case text
    case textOrNumber
    case list
    case object
    case wholeNumber
    case textOrObject(key: String)
    case objectOfChoice(keys: [String])
    /// A text, a number, or an object with `input`, `output`, `parameter` or `text`.
    case argument
    /// A text, or a list of texts and of objects with the values to insert.
    case command
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
    case truth
    case oneOf([String])
    /// A number of bytes, or a text with a unit.
    case memory
  }

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

/// All content faults of a manifest, in the order of the text; never empty.
package struct ManifestContentFaults: Error, Equatable {
  package var all: [ManifestContentFault]

  package init(all: [ManifestContentFault]) {
    self.all = all
  }
}
