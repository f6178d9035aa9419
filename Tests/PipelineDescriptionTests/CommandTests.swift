import PipelineDescription
import Testing

/// The text of a command, and the files that it declares.
struct CommandTests {
  @Test(arguments: [
    ("a.csv", "a.csv"), ("a b", "'a b'"), ("it's", "'it'\\''s'"), ("$(x)", "'$(x)'"),
    ("$x", "'$x'"),
    ("d/*.csv", "d/*.csv"), ("a b/*.csv", "'a b/'*.csv"), ("~/x", "~/x"), ("~/a b", "~/'a b'"),
    ("a~", "'a~'"), ("a\\*b", "'a*b'"), ("", "''"), ("[a b]", "[a\\ b]"), ("[!a]", "[!a]"),
    ("x\ny", "'x\ny'"), ("\"", "'\"'"), ("é", "'é'"), ("-rf", "-rf"),
  ])
  func `a path is one shell word, and the shell expands its wildcards`(
    path: String,
    word: String
  ) {
    #expect(Command("cat \(input: path)").text == "cat " + word)
  }

  @Test func `a command declares the files that it names`() {
    let command = Command("sort \(input: "a b") \(3) \(quoted: "x y") > \(output: "o")", line: 7)
    #expect(command.text == "sort 'a b' 3 'x y' > o")
    #expect(command.inputs.map(\.path) == ["a b"])
    #expect(command.outputs.map(\.path) == ["o"])
    #expect(command.place.line == 7)
  }
}
