/// The language of a manifest, in whose words hints name clauses.
///
/// The wording of every hint uses Swift. This type is the only place that knows the JSON form.
package enum ManifestLanguage: Sendable {
  case swift
  case json

  package init(manifest path: String) {
    self = path.hasSuffix(".json") ? .json : .swift
  }

  /// Returns a hint in which each clause in backticks has the words of this language.
  func translated(_ hint: String) -> String {
    // A suggested name may be spelled like a clause.
    if self == .swift || hint.hasPrefix("did you mean") { return hint }
    let parts = hint.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    return parts.enumerated().map { index, part in
      index.isMultiple(of: 2) ? part : Self.json(part) ?? part
    }.joined(separator: "`")
  }

  /// Clauses whose JSON value is a list, with their keys.
  private static let lists = [
    "External": "externals", "Inputs": "inputs", "Outputs": "outputs", "Upstream": "upstream",
    "Exclusive": "exclusive", "Uses": "uses", "Ignore": "ignore", "Shell": "shell",
    "Environment": "environment",
  ]

  /// Other words that a hint may name alone; a variable or a file could have any other name.
  private static let words: Set<Substring> = [
    "Timeout", "Retry", "Resources", "Limits", "Priority", "OnFailure", "Staleness", "Jobs", "Keep",
    "never",
  ]

  /// Marks of inputs and outputs, which are keys with the value true in JSON.
  private static let marks: Set<Substring> = ["persist", "mayBeEmpty"]

  /// Labels that a hint may show with a value.
  private static let labels: Set<Substring> = [
    "interpreter", "memory", "cores", "delay", "factor", "upTo", "jitter", "on", "except", "idle",
  ]

  /// Clauses that are an object in a list of JSON, with the key of their first value.
  private static let steps = ["Script": "script", "Command": "command", "Stage": "name"]

  /// Returns the JSON form of a Swift clause, as `"timeout": {"minutes": 20}` for `Timeout(minutes: 20)`.
  ///
  /// The result is nil if the text is no clause, for example a command line.
  static func json(_ swift: String) -> String? {
    if let colon = swift.firstRange(of: ": "), labels.contains(swift[..<colon.lowerBound]) {
      return "\(key(swift[..<colon.lowerBound])): \(value(swift[colon.upperBound...]))"
    }
    let name = swift.prefix { $0.isLetter }
    let rest = swift.dropFirst(name.count)
    if name.isEmpty { return mark(rest) }
    guard isName(name, upper: true) else { return nil }
    if rest.isEmpty {
      return lists[String(name)].map { "\"\($0)\"" } ?? (words.contains(name) ? key(name) : nil)
    }
    if words.contains(name), rest.hasPrefix("."), words.contains(rest.dropFirst()) {
      return "\(key(name)): \(key(rest.dropFirst()))"
    }
    guard rest.hasPrefix("(") else { return nil }
    return call(name, rest)
  }

  /// Returns the JSON form of a call such as `Timeout(minutes: 20)` or `Stage("a") { Command("…") }`.
  private static func call(_ name: Substring, _ rest: Substring) -> String? {
    let block = rest.firstRange(of: ") { ")
    guard let end = block?.lowerBound ?? rest.lastIndex(of: ")") else { return nil }
    let arguments = arguments(rest[rest.index(after: rest.startIndex)..<end])
    if let first = steps[String(name)] {
      let content = block.flatMap { json(String(rest[$0.upperBound...].dropLast(2))) }
      let scripts = content.map { ", \"scripts\": [\($0)]" } ?? ""
      return "{\"\(first)\": \(value(arguments.first?.value ?? "…"))\(scripts)}"
    }
    if let list = lists[String(name)] {
      return "\"\(list)\": [\(arguments.map(element).joined(separator: ", "))]"
    }
    return "\(key(name)): \(object(arguments))"
  }

  private typealias Argument = (label: Substring?, value: Substring)

  private static func isName(_ text: Substring, upper: Bool) -> Bool {
    guard let first = text.first, first.isUppercase == upper else { return false }
    return text.allSatisfy { $0.isASCII && $0.isLetter }
  }

  /// Returns the JSON key of a Swift name: `"may_be_empty"` for `mayBeEmpty`.
  private static func key(_ name: Substring) -> String {
    let words = name.enumerated().map { index, character in
      character.isUppercase && index > 0
        ? "_" + character.lowercased() : character.lowercased()
    }
    return "\"\(words.joined())\""
  }

  /// Returns the JSON form of a mark such as `.input("a.csv")` or `.persist`.
  private static func mark(_ text: Substring) -> String? {
    guard text.hasPrefix(".") else { return nil }
    let name = text.dropFirst().prefix { $0.isLetter }
    guard isName(name, upper: false) else { return nil }
    let rest = text.dropFirst(name.count + 1)
    if rest.isEmpty {
      return marks.contains(name) ? "\(key(name)): true" : words.contains(name) ? key(name) : nil
    }
    guard rest.hasPrefix("("), rest.hasSuffix(")") else { return nil }
    return "{\(key(name)): \(value(rest.dropFirst().dropLast()))}"
  }

  private static func object(_ arguments: [Argument]) -> String {
    if arguments.count == 1, arguments[0].label == nil { return value(arguments[0].value) }
    let members = arguments.map { argument in
      "\(argument.label.map(key) ?? "\"count\""): \(value(argument.value))"
    }
    return "{\(members.joined(separator: ", "))}"
  }

  private static func element(_ argument: Argument) -> String {
    argument.label.map { "{\(key($0)): \(value(argument.value))}" } ?? value(argument.value)
  }

  /// Splits arguments at the commas outside of strings and brackets.
  private static func arguments(_ text: Substring) -> [Argument] {
    var (depth, isQuoted) = (0, false)
    let parts = text.split { character in
      if character == "\"" { isQuoted.toggle() }
      if "([".contains(character) { depth += 1 }
      if ")]".contains(character) { depth -= 1 }
      return character == "," && depth == 0 && !isQuoted
    }
    return parts.map { part in
      let part = part.drop { $0 == " " }
      guard let colon = part.firstRange(of: ": "), isName(part[..<colon.lowerBound], upper: false)
      else { return (nil, part) }
      return (part[..<colon.lowerBound], part[colon.upperBound...])
    }
  }

  /// The units of Swift values, with the JSON form of an amount.
  private static let units: [String: @Sendable (Substring) -> String] = [
    "seconds": { String($0) },
    "minutes": { Double($0).map { numberText($0 * 60) } ?? "…" },
    "hours": { Double($0).map { numberText($0 * 3600) } ?? "…" },
    "megabytes": { "\"\($0)MB\"" },
    "gigabytes": { "\"\($0)GB\"" },
  ]

  private static func value(_ swift: Substring) -> String {
    if swift == "…" { return "\"…\"" }
    if swift.hasPrefix("["), swift.hasSuffix("]"), swift.contains(":") {
      return "{\(swift.dropFirst().dropLast())}"
    }
    guard swift.hasPrefix(".") else { return String(swift) }
    let name = swift.dropFirst().prefix { $0.isLetter }
    let rest = swift.dropFirst(name.count + 1)
    if let unit = units[String(name)] { return unit(rest.dropFirst().dropLast()) }
    return key(name)
  }
}
