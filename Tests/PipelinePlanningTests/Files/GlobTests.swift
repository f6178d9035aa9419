import PipelinePlanning
import PipelineTestSupport
import Testing

/// The matches of patterns.
struct GlobTests {
  private func pattern(_ spelling: String) -> FilePattern {
    FilePattern(spelling, resolver: PathResolver(root: "/srv", home: nil))
  }

  @Test(arguments: [
    ("d/*.csv", "d/a.csv", true), ("d/*.csv", "d/.csv", false), ("d/*.csv", "d/x/a.csv", false),
    ("d/*.csv", "e/a.csv", false), ("d/*", "d/x/a", true), ("d/*", "d/.x/a", false),
    ("d/*", "d/x/.a", true), ("d/?", "d/a", true), ("d/?", "d/ab", false), ("d/?", "d/é", true),
    ("d/[ab]", "d/b", true), ("d/[!ab]", "d/b", false), ("d/[^ab]", "d/c", true),
    ("d/[a-c]x", "d/bx", true), ("d/[a-]", "d/-", true), ("d/[]]", "d/]", true),
    ("d/[c-a]", "d/b", false), ("d/[", "d/[", true), ("d/[é]", "d/é", true),
    ("d/.*", "d/.a", true), ("[.]a", ".a", false), ("d/a\\*", "d/a*", true),
    ("d/a\\*", "d/ab", false), ("a\\[1]*.csv", "a[1]x.csv", true),
    ("a\\[1\\]\\*.csv", "a[1]*.csv", true), ("a[1]*.csv", "a1x.csv", true),
    ("**", "a", true), ("**", "a/b/c", true), ("**", "a/.b/c", false), ("d/**/x", "d/x", true),
    ("d/**/x", "d/a/b/x", true), ("d/**/x", "d/a/b/y", false), ("**/**/x", "x", true),
    ("d/**", "d", false), ("d/**", "d/a/b", true), ("*/x/*", "a/x/b", true),
    ("*", ".git", false), ("**", "a/.git/x", false), ("**", "a/__pycache__/x", false),
    ("[_]*/x", "__pycache__/x", false), ("d/a**b", "d/axxb", true), ("d/a**b", "d/a/b", false),
    ("/abs/*", "/abs/x", true), ("/abs/*", "abs/x", false), ("d/*/", "d/x", true),
    ("./d//*.csv", "d/a.csv", true), ("d/*a*b", "d/xaxbab", true), ("d/*a*b", "d/xaxba", false),
  ])
  func `a pattern matches as in a shell, and includes the contents of a matched folder`(
    spelling: String,
    path: String,
    isMatch: Bool
  ) {
    #expect(pattern(spelling).matches(Path(path)) == isMatch)
  }

  @Test func `an invalid UTF-8 byte counts as one character`() {
    let bad = Path(bytes: Array("bad".utf8) + [0xFF])
    for spelling in ["bad*", "bad?", "*", "[b]ad[!a]"] { #expect(pattern(spelling).matches(bad)) }
    #expect(!pattern("bad??").matches(bad))
  }

  @Test func `an incomplete character is no character, and an invalid byte is not Latin 1`() {
    #expect(!pattern("d/*[©]").matches(Path("d/é")))
    #expect(!pattern("d/*??").matches(Path("d/é")))
    #expect(pattern("d/*[é]").matches(Path("d/aéé")))
    let bad = Path(bytes: Array("d/".utf8) + [0xE9])
    #expect(!pattern("d/[é]").matches(bad))
    #expect(!pattern("d/*[à-ÿ]").matches(bad))
    #expect(pattern("d/[!é]").matches(bad))
    #expect(pattern("d/?").matches(bad))
    // A truncated character, followed by a complete one.
    let cut = Path(bytes: Array("d/".utf8) + [0xE2, 0x82] + Array("é".utf8))
    #expect(pattern("d/??é").matches(cut))
    #expect(pattern("d/*[é]").matches(cut))
    #expect(!pattern("d/*??[é]?").matches(cut))
  }

  @Test(arguments: [1, 62, 63, 64, 65, 130])
  func `a glob may have any number of components`(count: Int) {
    let folders = String(repeating: "a/", count: count - 1)
    let globs = String(repeating: "?/", count: count - 1)
    #expect(pattern(globs + "*.csv").matches(Path(folders + "b.csv")))
    #expect(!pattern(globs + "*.csv").matches(Path(folders + "b.txt")))
    #expect(pattern(globs + "**/*.csv").matches(Path(folders + "x/y/b.csv")))
    #expect(!pattern(globs + "*.csv").matches(Path("a/" + folders + "b.csv")))
    #expect(pattern(globs + "*.csv").mayMatchInside(Path(folders.dropLast().description)))
  }

  @Test(.timeLimit(.minutes(1))) func `no pattern takes exponential time`() {
    let name = String(repeating: "a", count: 200)
    #expect(!pattern(String(repeating: "a*", count: 60) + "b").matches(Path(name)))
    let deep = Path(String(repeating: "a/", count: 60) + "b")
    #expect(!pattern(String(repeating: "**/a/", count: 20) + "c").matches(deep))
  }

  @Test(arguments: [
    ("d/*.csv", "d", true), ("d/*.csv", "", true), ("d/*.csv", "d/x", false), ("d/*", "d/x", true),
    ("d/**", "d/x/y", true), ("d/**/x", "d/a", true), ("d/**", "e", false), ("d/*/x", "d/a", true),
    ("d/*/x", "d/.a", false), ("**", "a/.git", false),
  ])
  func `the glob enters a folder only if something in it may match`(
    spelling: String,
    folder: String,
    mayMatch: Bool
  ) {
    #expect(pattern(spelling).mayMatchInside(Path(folder)) == mayMatch)
  }

  @Test(arguments: [
    ("./a//b", "a/b"), ("a/", "a/"), ("a\\*", "a*"), ("d/../e/*.csv", "e/*.csv"),
    ("a\\[1/*.csv", "a\\[1/*.csv"), ("/x/*", "/x/*"), ("*", "*"), ("d/*/", "d/*"), ("/*", "/*"),
  ])
  func `the text of a pattern is its normal form`(spelling: String, text: String) {
    #expect(pattern(spelling).text == text)
  }

  /// Matches one name by trying all possibilities.
  private func reference(_ pattern: Substring, _ name: Substring) -> Bool {
    guard let first = pattern.first else { return name.isEmpty }
    let rest = pattern.dropFirst()
    if first == "*" {
      return reference(rest, name) || (!name.isEmpty && reference(pattern, name.dropFirst()))
    }
    guard let letter = name.first else { return false }
    return (first == "?" || first == letter) && reference(rest, name.dropFirst())
  }

  @Test func `generated patterns match what a simple matcher matches`() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<5_000 {
      let spelling = String(
        (0..<Int.random(in: 1...6, using: &random)).map { _ in
          "ab*?".randomElement(using: &random) ?? "a"
        }
      )
      let name = String(
        (0..<Int.random(in: 1...7, using: &random)).map { _ in
          "ab".randomElement(using: &random) ?? "a"
        }
      )
      #expect(
        pattern(spelling).matches(Path(name)) == reference(spelling[...], name[...]),
        "\(spelling) \(name)"
      )
    }
  }
}
