import PipelinePlanning

/// A command line, split into options and words; `InvocationReader` determines their meaning.
///
/// - An argument that begins with `-` is an option, except `-` itself and everything after `--`. All other
///   arguments are words. Options and words may come in any order. Names cannot be abbreviated.
/// - The value of an option follows `=` or is the next argument. The value of a short option may also be the
///   rest of its argument (`-j4`). A value that begins with `-` must be in the same argument as the option.
/// - Short flags may be combined (`-nk`), and the last one may take a value.
/// - The scan stops at the first fault.
struct ScannedArguments {
  struct Use: Equatable {
    let option: OptionDescription
    /// The name as the user wrote it, with dashes.
    let spelling: String
    /// Nil for a flag.
    let value: String?
  }

  struct Word: Equatable {
    let text: String
    /// Whether the word comes after `--`, where no word is a verb.
    let isAfterDashes: Bool
  }

  private(set) var uses: [Use] = []
  private(set) var words: [Word] = []

  private let table = CommandTable.standard
  private var rest: ArraySlice<String>

  init(_ arguments: [String]) throws(UsageFault) {
    rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        words += rest.map { Word(text: $0, isAfterDashes: true) }
        rest = []
      } else if argument.hasPrefix("--") {
        try scanLong(argument)
      } else if argument.hasPrefix("-"), argument != "-" {
        try scanShort(argument)
      } else {
        words.append(Word(text: argument, isAfterDashes: false))
      }
    }
  }

  private mutating func scanLong(_ argument: String) throws(UsageFault) {
    let parts = argument.dropFirst(2).split(
      separator: "=",
      maxSplits: 1,
      omittingEmptySubsequences: false
    )
    let spelling = "--\(parts[0])"
    guard let option = table.option(long: parts[0]) else {
      throw .unknownOption(spelling, cluster: nil, nearest: nearestOption(to: parts[0]))
    }
    try add(option, as: spelling, attached: parts.count > 1 ? String(parts[1]) : nil)
  }

  /// Scans `-n`, a cluster such as `-nk`, or a cluster with a value such as `-kj4`.
  private mutating func scanShort(_ argument: String) throws(UsageFault) {
    if table.option(long: argument.dropFirst()) != nil {
      throw .unknownOption(argument, cluster: nil, nearest: "-\(argument)")
    }
    var letters = argument.dropFirst()
    while let letter = letters.popFirst() {
      guard let option = table.option(short: letter) else {
        let isWord = argument.count > 2
        let nearest = isWord ? nearestOption(to: argument.dropFirst()) : nil
        throw nearest == nil && isWord
          ? .unknownOption("-\(letter)", cluster: argument, nearest: nil)
          : .unknownOption(argument, cluster: nil, nearest: nearest)
      }
      let spelling = "-\(letter)"
      let isAssigned = letters.first == "="
      let isLast = isAssigned || option.value != nil
      let text = isAssigned ? letters.dropFirst() : letters
      try add(option, as: spelling, attached: isLast && !letters.isEmpty ? String(text) : nil)
      if isLast { return }
    }
  }

  /// Adds an option with its attached value or, if it needs one, the next argument.
  private mutating func add(
    _ option: OptionDescription,
    as spelling: String,
    attached: String?
  ) throws(UsageFault) {
    var value = attached
    if let expected = option.value {
      if value == nil, let next = rest.first, next == "-" || !next.hasPrefix("-") {
        value = rest.removeFirst()
      }
      if value == nil { throw .missingValue(of: spelling, expected: expected, next: rest.first) }
    } else if let attached {
      throw .unexpectedValue(attached, of: spelling)
    }
    uses.append(Use(option: option, spelling: spelling, value: value))
  }

  /// Returns the long option with the most similar name, with dashes.
  private func nearestOption(to name: some StringProtocol) -> String? {
    nearestName(to: String(name), among: table.options.compactMap(\.long)).map { "--\($0)" }
  }
}
