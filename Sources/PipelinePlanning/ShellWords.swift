/// Splits a text into words as a POSIX shell does, with quotes and backslashes but without expansions.
///
/// Nil if a quote is not closed.
///
/// Source: POSIX.1-2024, Shell Command Language, 2.2 Quoting.
package func shellWords(_ text: String) -> [String]? {
  var words: [String] = []
  var word: String?
  var quote: Character?
  var characters = text.makeIterator()
  while let character = characters.next() {
    switch (quote, character) {
    case (nil, " "), (nil, "\t"), (nil, "\n"):
      if let word { words.append(word) }
      word = nil
    case (nil, "'"), (nil, "\""):
      quote = character
      word = word ?? ""
    case (let open?, character) where open == character: quote = nil
    case (nil, "\\"):
      if let next = characters.next() { word = (word ?? "") + String(next) }
    case ("\"", "\\"):
      guard let next = characters.next() else { return nil }
      word = (word ?? "") + ("\"\\$`".contains(next) ? "" : "\\") + String(next)
    default: word = (word ?? "") + String(character)
    }
  }
  if quote != nil { return nil }
  return word.map { words + [$0] } ?? words
}
