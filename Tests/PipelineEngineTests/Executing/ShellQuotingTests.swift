import Foundation
import PipelineDescription
import PipelinePlanning
import PipelineTestSupport
import Testing

/// Generated commands, run in the shells themselves: the bytes of an inserted value arrive unchanged.
struct ShellQuotingTests {
  @Test(arguments: ["/bin/sh", "/bin/bash"])
  func `an inserted value arrives at any place of a command`(shell: String) throws {
    guard FileManager.default.isExecutableFile(atPath: shell) else { return }
    var generator = CommandGenerator(seed: 14)
    var refused = 0
    for round in 0..<400 {
      let sample = generator.sample()
      let assembled = AssembledCommand(sample.command, shell: nil, parameters: [])
      guard assembled.faults.isEmpty else {
        #expect(sample.mayBeRefused, "round \(round): \(assembled.text)")
        refused += 1
        continue
      }
      let printed = try run(shell, assembled.text, value: sample.value)
      #expect(printed == sample.value + "\n", "round \(round):\n\(assembled.text)")
      #expect(
        (assembled.shell == Shell.piped) == sample.hasPipe,
        "round \(round):\n\(assembled.text)"
      )
    }
    #expect(refused < 100)
  }

  /// Runs a text in an empty folder with two files, and returns what it printed.
  private func run(_ shell: String, _ text: String, value: String) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: shell)
    process.arguments = ["-e", "-c", text]
    process.environment = ["PATH": "/usr/bin:/bin", "PIPELINE_PARAM_V": value, "LC_ALL": "C.UTF-8"]
    process.currentDirectoryURL = URL(filePath: "/usr")
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: printed, as: UTF8.self)
  }
}

/// Generates commands that print one inserted value, which stands at a random place.
private struct CommandGenerator {
  struct Sample {
    var command: Command
    var value: String
    var hasPipe: Bool
    /// Whether the tool may say that it does not know how to quote the value.
    var mayBeRefused: Bool
  }

  private var random: SeededGenerator
  private var value = ""
  private var hasPipe = false
  private var mayBeRefused = false

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func sample() -> Sample {
    (hasPipe, mayBeRefused) = (false, false)
    value = (0..<Int.random(in: 1...8, using: &random)).map { _ in
      pick([
        "a", "b", " ", "  ", "*", "?", "'", "\"", "\\", "$", "$x", "$(echo)", "`", ";", "#", "~",
        "é", "\t",
        "-n", "[a]", "!", "{a,b}", "=", "|", "&", "<", ">", "%s", "E", "bin",
      ])
    }.joined()
    let hole: Command.Piece =
      switch Int.random(in: 0..<3, using: &random) {
      case 0: .parameter(NameReference(name: "v", place: Place()))
      case 1: .quoted(value)
      default: .input(Input(PathText.escaped(value), place: Place()))
      }
    if case .input = hole, value.hasPrefix("~/") { value = "x" }
    let isParameter = if case .parameter = hole { true } else { false }
    let (before, after) = word(depth: 0, isParameter: isParameter)
    let pieces: [Command.Piece] = [
      .text(noise() + "printf '%s\\n' " + before), hole, .text(after + "\n" + noise()),
    ]
    return Sample(
      command: Command(pieces: pieces, place: Place()),
      value: value,
      hasPipe: hasPipe,
      mayBeRefused: mayBeRefused
    )
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &random)]
  }

  /// Returns the text before and after the value, which together are one word with the value's bytes.
  private mutating func word(depth: Int, isParameter: Bool) -> (before: String, after: String) {
    let kind = Int.random(in: 0..<(depth < 3 ? 11 : 4), using: &random)
    switch kind {
    case 0: return ("", "")
    case 1: return ("\"", "\"")
    case 2: return isParameter ? ("''", "''") : ("'", "'")
    case 3: return (pick(["\"\"", "''", "${NONE}", "$(:)", "\"${NONE:-}\""]) + "\"", "\"")
    default: break
    }
    if kind == 9 { return hereDocument(isParameter) }
    if kind == 8 {
      // Backquotes inside backquotes would need backslashes.
      mayBeRefused = true
      return pick([("\"`printf %s \"", "\"`\""), ("\"`printf %s ", "`\"")])
    }
    let inner = word(depth: depth + 1, isParameter: isParameter)
    let (before, after) = (inner.before, inner.after)
    switch kind {
    case 4: return ("\"$(printf %s \(before)", "\(after))\"")
    case 5:
      return ("\"$(\n\(noise())printf %s \(before)", "\(after) # it's (\n)\"")
    case 6:
      return ("\"$(case $0 in (x|y) echo no;; *) printf %s \(before)", "\(after);; esac)\"")
    case 7:
      hasPipe = true
      return ("\"$(printf %s \(before)", "\(after) | cat)\"")
    default: return ("\"$( (printf %s \(before)", "\(after)) )\"")
    }
  }

  /// Returns a here-document around the value, in a substitution.
  private mutating func hereDocument(_ isParameter: Bool) -> (before: String, after: String) {
    let isLiteral = !isParameter && Bool.random(using: &random)
    let strips = Bool.random(using: &random)
    // A value that begins with a tab, at the beginning of a line, would lose it.
    let lead = value.hasPrefix("\t") || value.hasPrefix("E") ? "'\"" : pick(["", "'\""])
    let operators = (strips ? "<<-" : "<<") + (isLiteral ? pick(["'E'", "\\E", "\"E\""]) : "E")
    return (
      "\"$(cat \(operators) \(lead.isEmpty ? "" : "| sed 's/^..//'")\n\(piped(lead))",
      "\n\(strips ? "\t" : "")E\n)\""
    )
  }

  private mutating func piped(_ lead: String) -> String {
    if !lead.isEmpty { hasPipe = true }
    return lead
  }

  /// Returns lines that print nothing and make a careless reader lose its place.
  private mutating func noise() -> String {
    (0..<Int.random(in: 0...3, using: &random)).map { _ in
      pick([
        "# it's \"not | closed `\n", ": 'a\"b|' \"c'd|\" \\' \\\" \\|\n", ": $((1 + (2 | 1)))\n",
        ": ${NONE:-x} ${NONE:-'}'} \"${NONE:-}}\"\n", "case x in a|b) : ;; *) : ;; esac\n",
        "cat >/dev/null <<'Q'\nit's $x \" `\n Q\nQ\n",
        "cat >/dev/null <<Q 3<<-R\n$(: \")\" ')') '\nQ\n\tR\n",
        "if ! false; then : ; fi\n", "false || :\n", ": a#b c\\\n'd'\n", "f() { : ; }; f\n",
        ": esac case; for i in case; do : ; done\n", ": >/dev/null 2>&1 && :\n",
        "( : )\n{ : ; }\n", "x=\"$(: `: 'q'` \"$(: ')')\")\"\n",
      ])
    }.joined()
  }
}
