import PipelineDescription
import Testing

/// The statements of a manifest, and their form as JSON.
struct PipelineTests {
  @Test func `loops, branches and lists make stages`() {
    let more = [Stage("x") {}, Stage("y") {}]
    let isOn = more.count == 2
    let pipeline = Pipeline("p") {
      for year in 2019...2020 { Stage("s-\(year)") {} }
      if isOn { Stage("on") {} }
      if !isOn { Stage("off") {} } else { Stage("else") {} }
      more
      Timeout.never
    }
    #expect(pipeline.stages.map(\.name) == ["s-2019", "s-2020", "on", "else", "x", "y"])
    #expect(pipeline.timeout == .never)
  }

  @Test func `numbers, lists and options are arguments`() {
    let none: String? = nil
    let script = Script(
      "a.py",
      "--top",
      10,
      0.1,
      ["x", "y"],
      none,
      Optional("z"),
      .input("in", line: 3),
      .output("out", line: 4)
    )
    #expect(
      script.arguments
        == ["--top", "10", "0.1", "x", "y", "z"].map { Argument(.plain, $0) } + [
          Argument(.input, "in", Place(#fileID, 3)), Argument(.output, "out", Place(#fileID, 4)),
        ]
    )
  }

  @Test(
    arguments: [
      ("a", [.literal("a")]),
      ("a*b", [.literal("a"), .wildcard("*"), .literal("b")]),
      ("**?", [.wildcard("**"), .wildcard("?")]),
      ("[!ab]", [.set(negated: true, members: "ab")]),
      ("[]]", [.set(negated: false, members: "]")]),
      ("[a", [.literal("[a")]),
      ("\\*\\", [.literal("*\\")]),
      ("[a/b]", [.literal("[a/b]")]),
    ] as [(String, [PathText.Piece])]
  )
  func `a path is split into pieces`(text: String, pieces: [PathText.Piece]) {
    #expect(PathText.pieces(of: text) == pieces)
    #expect(
      PathText.isGlob(text) == pieces.contains { if case .literal = $0 { false } else { true } }
    )
    #expect(PathText.literal(PathText.escaped(text)) == text)
  }

  @Test func `text is escaped as RFC 8259 requires`() {
    var writer = JSONWriter()
    writer.string("\"\\/\u{8}\u{C}\n\r\t\u{0}\u{1F}\u{7F}é😀")
    #expect(writer.text == #""\"\\/\u0008\u000c\n\r\t\u0000\u001f\u007fé😀""#)
  }

  @Test func `numbers, lists and objects are written with commas`() {
    var writer = JSONWriter()
    writer.array { writer in
      writer.number(1)
      writer.number(0.5)
      writer.number(.nan)
      writer.bool(true)
      writer.object { _ in }
      writer.object { writer in
        writer.key("a: " as String)
        writer.array { _ in }
        writer.key("b")
        writer.null()
      }
    }
    #expect(writer.text == #"[1,0.5,null,true,{},{"a: ":[],"b":null}]"#)
  }

  @Test func `a pipeline is one object with each value on its own line`() {
    let pipeline = Pipeline("p", line: 1) {
      Environment("MODE", "fast", line: 2)
      Stage("a", "Sums", line: 3) {
        Upstream("z", line: 4)
        External(program: "sort", line: 5)
        Script("a.py", 1, .input("in", line: 6), interpreter: "python3", line: 6)
        Command("true", line: 7)
        Inputs("d/", except: "d/x", line: 8)
        Outputs("o", line: 9)
        Timeout(seconds: 1.5, line: 10)
      }
    }
    var writer = JSONWriter(indented: true)
    pipeline.write(to: &writer, lines: false)
    #expect(
      writer.text == """
        {
          "name": "p",
          "environment": [
            {
              "name": "MODE",
              "value": "fast"
            }
          ],
          "stages": [
            {
              "name": "a",
              "summary": "Sums",
              "upstream": [
                "z"
              ],
              "externals": [
                {
                  "program": "sort"
                }
              ],
              "scripts": [
                {
                  "script": "a.py",
                  "arguments": [
                    "1",
                    {
                      "input": "in"
                    }
                  ],
                  "interpreter": "python3"
                },
                {
                  "command": "true"
                }
              ],
              "inputs": [
                {
                  "path": "d/",
                  "except": [
                    "d/x"
                  ]
                }
              ],
              "outputs": [
                "o"
              ],
              "timeout": 1.5
            }
          ]
        }
        """
    )
  }
}
