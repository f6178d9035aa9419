import PipelineDescription
import Testing

/// What a command's text becomes, and what it declares.
struct CommandTests {
  @Test(arguments: [
    ("a.csv", "a.csv"), ("a b", "'a b'"), ("it's", "'it'\\''s'"), ("$(x)", "'$(x)'"),
    ("$x", "'$x'"),
    ("d/*.csv", "d/*.csv"), ("a b/*.csv", "'a b/'*.csv"), ("~/x", "~/x"), ("~/a b", "~/'a b'"),
    ("a~", "'a~'"), ("a\\*b", "'a*b'"), ("", "''"), ("[a b]", "[a\\ b]"), ("[!a]", "[!a]"),
    ("x\ny", "'x\ny'"), ("\"", "'\"'"), ("é", "'é'"), ("-rf", "-rf"),
  ])
  func `a path is one word of the shell, and its wildcards are the shell's`(
    path: String,
    word: String
  ) {
    #expect(Command("cat \(input: path)").text == "cat " + word)
  }

  @Test func `what a command names it declares`() {
    let command = Command("sort \(input: "a b") \(3) \(quoted: "x y") > \(output: "o")", line: 7)
    #expect(command.text == "sort 'a b' 3 'x y' > o")
    #expect(command.inputs.map(\.path) == ["a b"])
    #expect(command.outputs.map(\.path) == ["o"])
    #expect(command.place.line == 7)
  }
}
