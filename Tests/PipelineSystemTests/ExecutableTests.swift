import PipelinePlanning
import Testing

@testable import PipelineSystem

/// The rule of how a script is started, as a table; the cases describe the disk.
struct ExecutableTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var script = "stages/a"
    var interpreter: String?
    var file: ScriptFile
    var expected: Result<Executable, LaunchFault>
    var testDescription: String { name }
  }

  static func direct(_ program: String) -> Result<Executable, LaunchFault> {
    .success(Executable(program: program, arguments: ["--top", "1"]))
  }

  static func by(_ program: String, _ script: String) -> Result<Executable, LaunchFault> {
    .success(Executable(program: program, arguments: [script, "--top", "1"]))
  }

  static func text(_ start: String, executable: Bool) -> ScriptFile {
    .file(executable: executable, start: Array(start.utf8))
  }

  static let cases = [
    Case(name: "nothing there", file: .missing, expected: .failure(.missing("stages/a"))),
    Case(name: "a folder", file: .folder, expected: .failure(.isFolder("stages/a"))),
    Case(name: "a pipe", file: .other, expected: .failure(.isNotFile("stages/a"))),
    Case(
      name: "nothing there, whatever the interpreter",
      interpreter: "python3",
      file: .missing,
      expected: .failure(.missing("stages/a"))
    ),
    Case(
      name: "an interpreter with options",
      interpreter: "python3 -u '-W x'",
      file: text("print()", executable: false),
      expected: .success(
        Executable(
          program: "/usr/bin/python3",
          arguments: ["-u", "-W x", "stages/a", "--top", "1"]
        )
      )
    ),
    Case(
      name: "a program whose name has a space",
      interpreter: "my python",
      file: text("print()", executable: false),
      expected: by("/usr/bin/my python", "stages/a")
    ),
    Case(
      name: "a missing interpreter with options",
      interpreter: "moon -u",
      file: text("print()", executable: false),
      expected: .failure(.interpreterMissing("moon", script: "stages/a"))
    ),
    Case(
      name: "an interpreter with an open quote",
      interpreter: "python3 'u",
      file: text("print()", executable: false),
      expected: .failure(.interpreterMissing("python3 'u", script: "stages/a"))
    ),
    Case(
      name: "shebang",
      file: text("#!/bin/sh\necho", executable: true),
      expected: direct("stages/a")
    ),
    Case(
      name: "shebang with blanks and options",
      file: text("#! \t/bin/sh -e\n", executable: true),
      expected: direct("stages/a")
    ),
    Case(
      name: "a shebang wins over the extension",
      script: "a.py",
      file: text("#!/bin/sh\n", executable: true),
      expected: direct("a.py")
    ),
    Case(
      name: "shebang through env",
      file: text("#!/usr/bin/env python3\n", executable: true),
      expected: direct("stages/a")
    ),
    Case(
      name: "env with options and variables",
      file: text("#!/usr/bin/env -S A=1 python3 -u\n", executable: true),
      expected: direct("stages/a")
    ),
    Case(
      name: "env with options we do not know",
      file: text("#!/usr/bin/env -i x\n", executable: true),
      expected: direct("stages/a")
    ),
    Case(
      name: "interpreter missing",
      file: text("#!/no/such -x\n", executable: true),
      expected: .failure(.interpreterMissing("/no/such", script: "stages/a"))
    ),
    Case(
      name: "program of env missing",
      file: text("#!/usr/bin/env nope\n", executable: true),
      expected: .failure(.interpreterMissing("nope", script: "stages/a"))
    ),
    Case(
      name: "a bare name is not searched for",
      file: text("#!python3\n", executable: true),
      expected: .failure(.interpreterMissing("python3", script: "stages/a"))
    ),
    Case(
      name: "Windows line ends",
      file: text("#!/bin/sh\r\necho\r\n", executable: true),
      expected: .failure(.windowsLineEnds(script: "stages/a"))
    ),
    Case(
      name: "Windows line ends by extension",
      script: "a.sh",
      file: text("#!/bin/sh\r\n", executable: false),
      expected: .failure(.windowsLineEnds(script: "a.sh"))
    ),
    Case(
      name: "Python reads Windows line ends",
      script: "a.py",
      file: text("#!/usr/bin/env python3\r\n", executable: false),
      expected: by("/usr/bin/python3", "a.py")
    ),
    Case(
      name: "empty shebang",
      file: text("#!\n", executable: true),
      expected: .failure(.noInterpreter("stages/a"))
    ),
    Case(
      name: "executable text without shebang",
      file: text("echo hi\n", executable: true),
      expected: .failure(.noInterpreter("stages/a"))
    ),
    Case(
      name: "a byte order mark hides the shebang",
      file: text("\u{FEFF}#!/bin/sh\n", executable: true),
      expected: .failure(.noInterpreter("stages/a"))
    ),
    Case(
      name: "empty executable file",
      file: text("", executable: true),
      expected: .failure(.noInterpreter("stages/a"))
    ),
    Case(
      name: "executable text with an extension",
      script: "a.py",
      file: text("print()\n", executable: true),
      expected: by("/usr/bin/python3", "a.py")
    ),
    Case(
      name: "ELF",
      file: .file(executable: true, start: [0x7F, 0x45, 0x4C, 0x46, 2]),
      expected: direct("stages/a")
    ),
    Case(
      name: "Mach-O",
      file: .file(executable: true, start: [0xCF, 0xFA, 0xED, 0xFE]),
      expected: direct("stages/a")
    ),
    Case(
      name: "executable, not readable",
      file: .file(executable: true, start: nil),
      expected: direct("stages/a")
    ),
    Case(
      name: "not executable, extension",
      script: "stages/x.py",
      file: text("print()\n", executable: false),
      expected: by("/usr/bin/python3", "stages/x.py")
    ),
    Case(
      name: "extension in capitals",
      script: "x.R",
      file: text("1\n", executable: false),
      expected: .failure(.interpreterMissing("Rscript", script: "x.R"))
    ),
    Case(
      name: "not executable, shebang only",
      file: text("#!/bin/sh\n", executable: false),
      expected: .failure(.notExecutable("stages/a"))
    ),
    Case(
      name: "not executable, unknown extension",
      script: "a.xyz",
      file: text("x", executable: false),
      expected: .failure(.notExecutable("a.xyz"))
    ),
    Case(
      name: "a dot file has no extension",
      script: "b/.py",
      file: text("x", executable: false),
      expected: .failure(.notExecutable("b/.py"))
    ),
    Case(
      name: "a dot in a folder is no extension",
      script: "b.py/a",
      file: text("x", executable: false),
      expected: .failure(.notExecutable("b.py/a"))
    ),
    Case(
      name: "the declared interpreter wins",
      interpreter: "sh",
      file: text("#!/no/such\n", executable: true),
      expected: by("/bin/sh", "stages/a")
    ),
    Case(
      name: "the declared interpreter is missing",
      interpreter: "python9",
      file: text("x", executable: false),
      expected: .failure(.interpreterMissing("python9", script: "stages/a"))
    ),
    Case(
      name: "a name like an option",
      script: "-x.py",
      file: text("x", executable: false),
      expected: by("/usr/bin/python3", "./-x.py")
    ),
  ]

  @Test(arguments: cases)
  func `the contents of a script's file decide how it starts`(_ given: Case) {
    let programs = [
      "python3": "/usr/bin/python3", "sh": "/bin/sh", "/bin/sh": "/bin/sh",
      "/usr/bin/env": "/usr/bin/env", "my python": "/usr/bin/my python",
    ]
    let result = Result { () throws(LaunchFault) in
      try Executable.resolve(
        script: given.script,
        arguments: ["--top", "1"],
        interpreter: given.interpreter,
        file: given.file,
        find: { programs[$0] }
      )
    }
    #expect(result == given.expected)
  }

  @Test(arguments: [
    ("py", "python3"), ("sh", "sh"), ("bash", "bash"), ("R", "Rscript"), ("jl", "julia"),
    ("js", "node"), ("rb", "ruby"), ("pl", "perl"), ("swift", "swift"),
  ])
  func `each known extension names its interpreter`(ending: String, program: String) {
    #expect(Executable.extensionInterpreter(of: "a.b/x.\(ending)") == program)
  }

  @Test func `the rule reads files from the real disk`() throws {
    let scratch = try Scratch()
    try scratch.write("plain", "abc")
    try scratch.write("run", "#!/bin/sh\n", mode: 0o755)
    #expect(ScriptFile(reading: scratch.file("nope")) == .missing)
    #expect(ScriptFile(reading: scratch.path) == .folder)
    #expect(ScriptFile(reading: "/dev/null") == .other)
    #expect(
      ScriptFile(reading: scratch.file("plain"))
        == .file(executable: false, start: Array("abc".utf8))
    )
    #expect(
      ScriptFile(reading: scratch.file("run"))
        == .file(executable: true, start: Array("#!/bin/sh\n".utf8))
    )
  }

  @Test func `the search finds a program as a shell does`() throws {
    let scratch = try Scratch()
    try scratch.write("tool", "#!/bin/sh\n", mode: 0o755)
    try scratch.write("text", "x")
    let search = ProgramSearch(searchPath: "/nope:\(scratch.path)", workingDirectory: scratch.path)
    #expect(search.find("tool") == scratch.file("tool"))
    #expect(search.find("text") == nil)
    #expect(search.find("") == nil)
    #expect(search.find("./tool") == "./tool")
    let here = ProgramSearch(searchPath: "/nope:", workingDirectory: scratch.path)
    #expect(here.find("tool") == "./tool")
    #expect(ProgramSearch(searchPath: nil, workingDirectory: "/").find("sh") != nil)
  }
}
