import PipelineDescription
import Testing

@testable import PipelinePlanning

/// The text of a command, and the shell that runs it.
struct AssembledCommandTests {
  static let title = Parameter("title", default: "x")
  static let count = Parameter("n", default: 3)
  static let parameters = [
    ParameterDeclaration(name: "title", defaultValue: .text("x"), place: Place()),
    ParameterDeclaration(name: "n", defaultValue: .integer(3), place: Place()),
  ]

  func assembled(_ command: Command, shell: Shell? = nil) -> AssembledCommand {
    AssembledCommand(command, shell: shell, parameters: Self.parameters)
  }

  @Test(arguments: [
    ("a.csv", "a.csv"), ("a b", "'a b'"), ("it's", "'it'\\''s'"), ("$(x)", "'$(x)'"),
    ("$x", "'$x'"),
    ("d/*.csv", "d/*.csv"), ("a b/*.csv", "'a b/'*.csv"), ("~/x", "~/x"), ("~/a b", "~/'a b'"),
    ("a~", "'a~'"), ("a\\*b", "'a*b'"), ("", "''"), ("[a b]", "[a\\ b]"), ("[!a]", "[!a]"),
    ("x\ny", "'x\ny'"), ("\"", "'\"'"), ("é", "'é'"), ("-rf", "-rf"),
  ])
  func `a path outside quotes is one shell word, and the shell expands its wildcards`(
    path: String,
    word: String
  ) {
    #expect(assembled(Command("cat \(input: path)")).text == "cat " + word)
  }

  @Test func `a value inside quotes is written for these quotes`() {
    let cases: [(Command, String)] = [
      (Command("echo \(Self.title)"), "echo \"$PIPELINE_PARAM_TITLE\""),
      (Command("echo \"a \(Self.title)s\""), "echo \"a ${PIPELINE_PARAM_TITLE}s\""),
      (Command("cat <<E\n\(Self.title)\nE"), "cat <<E\n${PIPELINE_PARAM_TITLE}\nE"),
      (Command("echo $((\(Self.count) + 1))"), "echo $((${PIPELINE_PARAM_N} + 1))"),
      (Command("echo # \(Self.title)"), "echo # $PIPELINE_PARAM_TITLE"),
      (Command("cat \"\(input: "a $b")\""), "cat \"a \\$b\""),
      (Command("cat '\(input: "it's")'"), "cat 'it'\\''s'"),
      (Command("cat \"\(input: "~/a b")\""), "cat \"${HOME}/a b\""),
      (Command("cat --in=\(input: "~/a b")"), "cat --in=\"$HOME\"/'a b'"),
      (Command("cat <<'E'\n\(quoted: "a $b")\nE"), "cat <<'E'\na $b\nE"),
      (Command("echo ${x:-\(input: "a.csv")}"), "echo ${x:-a.csv}"),
    ]
    for (command, text) in cases {
      let assembled = assembled(command)
      #expect(assembled.text == text)
      #expect(assembled.faults.isEmpty, "\(text)")
    }
  }

  @Test func `a value that cannot arrive is a fault`() {
    let python = Shell("python3", "-c")
    let cases: [(Command, Shell?, QuotingFault.Cause)] = [
      (Command("echo '\(Self.title)'"), nil, .singleQuotes),
      (Command("cat <<'E'\n\(Self.title)\nE"), nil, .literalHereDocument),
      (Command("echo $((\(Self.title) + 1))"), nil, .arithmetic),
      (Command("echo ${x:-\(Self.title)}"), nil, .unsure),
      (Command("echo $\(Self.title)"), nil, .unsure),
      (Command("cat <<\(quoted: "a b")"), nil, .unsure),
      (Command("cat \"\(input: "*.csv")\""), nil, .doubleQuotes),
      (Command("cat '\(input: "*.csv")'"), nil, .singleQuotes),
      (Command("cat '\(input: "~/x")'"), nil, .singleQuotes),
      (Command("cat <<E\n\(input: "*.csv")\nE"), nil, .hereDocument),
      (Command("cat <<E\n\(input: "E")\nE"), nil, .hereDocument),
      (Command("cat `ls \(input: "a`b")`"), nil, .unsure),
      (Command("print(\(Self.title))"), python, .foreignShell),
    ]
    for (command, shell, cause) in cases {
      let assembled = assembled(command, shell: shell)
      #expect(assembled.faults.map(\.cause) == [cause], "\(assembled.text)")
    }
  }

  @Test(arguments: [
    ("sort a", false), ("a | b", true), ("a || b", false), ("a |& b", true),
    ("echo '|' \"|\" \\|", false),
    ("echo # a | b", false), ("a#b | c", true), ("echo >| f", false), ("x=$(a | b)", true),
    ("case $x in a|b) echo;; (c|d) echo;; esac", false), ("case a in a) b | c;; esac", true),
    ("cat <<E\na | b\nE", false), ("cat <<E\n$(a | b)\nE", true), ("cat <<E | sort\nx\nE", true),
    ("echo $((1 | 2))", false), ("echo ${x#|}", false),
    ("echo \"$(case a in a|b) c;; esac)\"", false),
    ("echo esac; case a in a) echo case;; esac; b | c", true), ("((x | y))", true),
    ("echo 'open | ", false), ("a ) | b", true),
  ])
  func `a pipe is told from a bar that is quoted or means something else`(
    text: String,
    isPipe: Bool
  ) {
    let shell = assembled(Command(text)).shell
    #expect(shell == (isPipe ? Shell.piped : Shell.standard))
  }

  @Test func `a declared shell is taken for every command`() {
    #expect(assembled(Command("a | b"), shell: Shell("sh", "-c")).shell == ["sh", "-c"])
  }
}
