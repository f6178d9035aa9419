import PipelineDescription
import Testing

/// The pieces of a command, and the files that it declares.
struct CommandTests {
  @Test func `a command declares the files that it names`() {
    let command = Command("sort \(input: "a b") \(3) \(quoted: "x y") > \(output: "o")", line: 7)
    #expect(
      command.pieces.map { if case .text(let text) = $0 { text } else { "…" } }
        == ["sort ", "…", " 3 ", "…", " > ", "…"]
    )
    #expect(command.inputs.map(\.path) == ["a b"])
    #expect(command.outputs.map(\.path) == ["o"])
    #expect(command.place.line == 7)
  }

  @Test func `a parameter is a piece of its own, also where it is quoted`() {
    let top = Parameter("top", default: 3)
    let command = Command("head -n \(top) \(quoted: top) top-\(top.value)")
    #expect(command.uses.map(\.name) == ["top", "top"])
    #expect(command.pieces.last == .text(" top-3"))
  }
}
