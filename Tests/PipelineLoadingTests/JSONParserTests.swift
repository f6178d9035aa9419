import PipelineDescription
import PipelineLoading
import PipelinePlanning
import Testing

/// The cases follow nst/JSONTestSuite: texts that every parser must accept or reject.
struct JSONParserTests {
  @Test(arguments: [
    "[]", "{}", "[[] ]", "[ ]", " [1]", "[\"\"]", "[\"a\"]", "[false]", "[true]", "[null]",
    "[1, null, \"1\", {}]", "[null, 1, \"1\", {}]", "[1\n]", "[1,null,null,null,2]", "[2] ",
    "[123e65]", "[0e+1]", "[0e1]", "[ 4]", "[-0.00000000000000000000000000000000001]", "[20e1]",
    "[-0]", "[-123]", "[-1]", "[1E22]", "[1E-2]", "[1E+2]", "[123e45]", "[123.456e78]", "[1e-2]",
    "[1e+2]", "[123]", "[123.456789]", "[1e999]", "[123123123123123123123123123123]",
    "{\"a\":\"b\"}", "{\"a\":\"b\",\"c\":\"d\"}", "{\"\":0}", "{\"foo\\u0000bar\": 42}",
    "{\"a\":[]}", "{\n\"a\": \"b\"\n}", "[\"\\u0060\\u012a\\u12AB\"]", "[\"\\uD801\\udc37\"]",
    "[\"\\ud83d\\ude39\\ud83d\\udc8d\"]", "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", "[\"\\\\u0000\"]",
    "[\"\\\"\"]", "[\"a/*b*/c/*d//e\"]", "[\"\\\\a\"]", "[\"\\\\n\"]", "[\"\\u0012\"]",
    "[\"\\uFFFF\"]", "[\"asd\"]", "[ \"asd\"]", "[\"\u{10FFFF}\"]", "[\"\u{FFFF}\"]",
    "[\"\\u0000\"]", "[\"\u{2028}\u{2029}\"]", "[\"\u{7F}\"]", "[\"€𝄞\"]", "[\"\\u0022\"]", "42",
    "-0.1", "null", "\"asd\"", "true", "\"\"", "[\"a\"]\n", "\t[\r\n] ", "\u{FEFF}{}",
    "[1.0,0.5e-7,9007199254740993]",
  ])
  func `the parser accepts all that RFC 8259 allows`(text: String) throws {
    let document = try JSONParser.parse(Array(text.utf8))
    #expect(document.root.line == 1)
  }

  @Test(arguments: [
    "", " ", "[1 true]", "[\"\": 1]", "[\"\"],", "[,1]", "[1,,2]", "[\"x\",,]", "[\"x\"]]",
    "[\"\",]",
    "[\"x\"", "[x", "[3[ 4]]", "[1:2]", "[,]", "[-]", "[   , \"\"]", "[\"a\",\n4\n,1,", "[1,]",
    "[*]", "[\"\"", "[1,\n1\n,1", "[{}", "[fals]", "[nul]", "[tru]", "[++1234]", "[+1]",
    "[+Inf]", "[-01]", "[-1.0.]", "[-2.]", "[-NaN]", "[.-1]", "[.2e-3]", "[0.1.2]", "[0.3e+]",
    "[0.3e]", "[0.e1]", "[0E+]", "[0E]", "[0e]", "[1.0e+]", "[1.0e-]", "[1.0e]", "[1 000.0]",
    "[1eE2]", "[2.e+3]", "[2.e-3]", "[9.e+]", "[Inf]", "[NaN]", "[\u{FF11}]", "[1+2]", "[0x1]",
    "[0x42]", "[Infinity]", "[0e+-1]", "[-123.123foo]", "[-Infinity]", "[-foo]", "[- 1]",
    "[-012]", "[-.123]", "[-1x]", "[1ea]", "[1.]", "[.123]", "[1.2a-3]", "[012]", "[truefalse]",
    "{\"x\", null}", "{\"x\"::\"b\"}", "{\u{1F1E8}\u{1F1ED}}", "{\"a\":\"a\" 123}",
    "{key: 'value'}",
    "{\"a\" b}", "{:\"b\"}", "{\"a\" \"b\"}", "{\"a\":", "{\"a\"", "{1:1}",
    "{9999E9999:1}", "{null:null,null:null}", "{\"id\":0,,,,,}", "{'a':0}", "{\"id\":0,}",
    "{\"a\":\"b\"}/**/", "{\"a\":\"b\"}#", "{\"a\":\"b\",,\"c\":\"d\"}", "{a: \"b\"}", "{\"a\":\"a",
    "{ \"foo\" : \"bar\", \"a\" }", "{\"a\":\"b\"}#{}", "[\"\\uD800\\\"]", "[\"\\uD800\\u\"]",
    "[\"\\uD800\\u1\"]", "[\"\\uD800\\u1x\"]", "[é]", "[\"\\x00\"]", "[\"\\\\\\\"]", "[\"\\\t\"]",
    "[\"\\🌀\"]", "[\"\\\"]", "[\"\\u00A\"]", "[\"\\uD834\\uDd\"]", "[\"\\uD800\\uD800\\x\"]",
    "[\"\\a\"]", "[\"\\uqqqq\"]", "[\\u0020\"asd\"]", "[\\n]", "\"", "['single quote']", "abc",
    "[\"\\", "[\"a\u{0}a\"]", "[\"new\nline\"]", "[\"\t\"]", "\"\\UA66D\"", "<.>", "[<null>]",
    "[1]x", "[1]]", "[][]", "]", "{\"x\": true,", "{}}", "[", "{", "[\"asd]", "asd", "[True]",
    "1]", "{\"x\": true,}", "{]", "[}", "{\"\":", "\u{2060}", "\u{FEFF}", "[\u{C}]", "\"x\"#",
    "[\"\\uD888\\u1234\"]", "[\"\\uDFAA\"]", "[\"\\uD800\"]", "[\"\\uDd1e\\uD834\"]", "[\u{A0}]",
    "{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}",
  ])
  func `the parser rejects all that RFC 8259 forbids`(text: String) {
    #expect(throws: JSONSyntaxFault.self) { try JSONParser.parse(Array(text.utf8)) }
  }

  @Test(arguments: [
    [0x80], [0xC0, 0xAF], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82],
    [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0xBF, 0xBF, 0xBF], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xFE],
    [0xE6, 0x97, 0x41], [0xF0, 0x9F, 0x98, 0x22],
  ])
  func `the parser rejects invalid UTF-8 and gives its position`(bytes: [UInt8]) {
    let text = Array("[\n \"é".utf8) + bytes + Array("\"]".utf8)
    let fault = JSONSyntaxFault(.encoding(byte: bytes[0]), line: 2, column: 4)
    #expect(throws: fault) { try JSONParser.parse(text) }
    let bare = JSONSyntaxFault(.encoding(byte: bytes[0]), line: 1, column: 1)
    #expect(throws: bare) { try JSONParser.parse(bytes) }
  }

  @Test(arguments: [
    ("[1,\n2,]", JSONSyntaxFault.Kind.expected(.value, found: .character("]")), 2, 3),
    ("{\"a\": 1\r\n\"b\": 2}", .expected(.commaOrEndOfObject, found: .character("\"")), 2, 1),
    ("[1 2]", .expected(.commaOrEndOfList, found: .character("2")), 1, 4),
    ("{\"a\" 1}", .expected(.colon, found: .character("1")), 1, 6),
    ("{\"a\": 1,}", .expected(.key, found: .character("}")), 1, 9),
    ("{a: 1}", .expected(.keyOrEndOfObject, found: .character("a")), 1, 2),
    ("[", .expected(.valueOrEndOfList, found: .endOfFile), 1, 2),
    ("\r\r[\n\r\n\"a", .expected(.endOfString, found: .endOfFile), 5, 3),
    ("{}\nx", .expected(.endOfFile, found: .character("x")), 2, 1),
    ("[\"éé\", 01]", .number("01"), 1, 8),
    ("\u{FEFF}[01]", .number("01"), 1, 2),
    ("[\"a\tb\"]", .controlCharacter(9), 1, 4),
    ("[\"\\q\"]", .escape, 1, 3),
    ("[\"\\ud800\"]", .loneSurrogate, 1, 3),
    (
      "{\"a\": [0, {\"b c\": {\n\"x\": 1,\n \"x\": 2}}]}",
      .duplicateKey(path: "a[1][\"b c\"].x", firstLine: 2), 3, 2
    ),
  ])
  func `a fault has its line and column`(
    text: String,
    kind: JSONSyntaxFault.Kind,
    line: Int,
    column: Int
  ) {
    let fault = JSONSyntaxFault(kind, line: line, column: column)
    #expect(throws: fault) { try JSONParser.parse(Array(text.utf8)) }
  }

  @Test func `the parser finds a duplicate key in a large object`() {
    let keys = (0..<1000).map { "\"key\($0)\": 0" }.joined(separator: ",\n")
    let fault = JSONSyntaxFault(
      .duplicateKey(path: "key7", firstLine: 8),
      line: 1001,
      column: 1
    )
    #expect(throws: fault) { try JSONParser.parse(Array("{\(keys),\n\"key7\": 1}".utf8)) }
  }

  @Test func `two Unicode spellings of a letter are two keys`() throws {
    let document = try JSONParser.parse(Array("{\"\u{E9}\": 1, \"e\u{301}\": 2}".utf8))
    #expect(Array(document.members(of: document.root)).count == 2)
  }

  @Test func `no depth exhausts the stack`() throws {
    let depth = 1_000_000
    let open = [UInt8](repeating: UInt8(ascii: "["), count: depth)
    let close = [UInt8](repeating: UInt8(ascii: "]"), count: depth)
    let document = try JSONParser.parse(open + close)
    #expect(document.nodes.count == depth)
    let fault = JSONSyntaxFault(
      .expected(.valueOrEndOfList, found: .endOfFile),
      line: 1,
      column: depth + 1
    )
    #expect(throws: fault) { try JSONParser.parse(open) }
  }

  @Test func `escapes mean the same as in RFC 8259`() throws {
    let text = #"["\"\\\/\b\f\n\r\t\u0041\u00e9\uD834\uDD1E\u0000"]"#
    let document = try JSONParser.parse(Array(text.utf8))
    let strings = document.elements(of: document.root).map { document.text(of: $0) }
    #expect(strings == ["\"\\/\u{8}\u{C}\n\r\tA\u{E9}\u{1D11E}\u{0}"])
  }

  @Test(arguments: 0..<200)
  func `the parser reads back all that the writer writes`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let value = JSONSample.random(depth: 4, using: &random)
    var writer = JSONWriter(indented: Bool.random(using: &random))
    value.write(to: &writer)
    let document = try JSONParser.parse(writer.bytes)
    #expect(JSONSample(document.root, of: document) == value)
  }

  @Test(arguments: 0..<200)
  func `a damaged text never crashes the parser`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var writer = JSONWriter()
    JSONSample.random(depth: 4, using: &random).write(to: &writer)
    for _ in 0..<50 {
      var bytes = writer.bytes
      let index = Int.random(in: bytes.indices, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes.removeSubrange(index...)
      case 1: bytes[index] = UInt8.random(in: 0...255, using: &random)
      default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
      }
      if let document = try? JSONParser.parse(bytes) {
        for node in document.nodes { _ = document.text(of: node) }
        _ = try? PipelineDecoder.decode(document, hasLines: false)
      }
    }
  }
}
