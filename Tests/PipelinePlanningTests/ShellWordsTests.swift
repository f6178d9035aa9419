import Testing

@testable import PipelinePlanning

/// The words of a text, as a POSIX shell splits it.
struct ShellWordsTests {
  @Test(
    arguments: [
      ("", []), ("  ", []), ("python3", ["python3"]), (" a  b\tc\n", ["a", "b", "c"]),
      ("'a b' c", ["a b", "c"]), ("a'b 'c", ["ab c"]), ("''", [""]),
      (#""a b" "\"x\"" "\y""#, ["a b", "\"x\"", "\\y"]), (#"a\ b \'"#, ["a b", "'"]),
      ("\"it's\"", ["it's"]), ("'a", nil), ("a\"", nil), (#""a\"#, nil),
    ] as [(String, [String]?)]
  )
  func `words`(text: String, expected: [String]?) {
    #expect(shellWords(text) == expected)
  }
}
