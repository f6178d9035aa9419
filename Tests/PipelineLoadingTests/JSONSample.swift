import PipelineDescription
import PipelinePlanning

/// Numbers that look random and are the same for the same seed, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
  }

  mutating func next() -> UInt64 {
    state = state &+ 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// A JSON value as a tree, to compare what was written with what was read.
indirect enum JSONSample: Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string([UInt8])
  case array([JSONSample])
  case object([Member])

  struct Member: Equatable {
    var key: [UInt8]
    var value: JSONSample
  }

  init(_ node: JSONNode, of document: JSONDocument) {
    self =
      switch node.kind {
      case .null: .null
      case .bool: .bool(document.source(of: node) == "true")
      case .number: .number(Double(document.source(of: node)) ?? .nan)
      case .string: .string(Array(document.text(of: node).utf8))
      case .array: .array(document.elements(of: node).map { JSONSample($0, of: document) })
      case .object:
        .object(
          document.members(of: node).map { key, value in
            Member(
              key: Array(document.text(of: key).utf8),
              value: JSONSample(value, of: document)
            )
          }
        )
      }
  }

  static func random(depth: Int, using random: inout SeededGenerator) -> JSONSample {
    switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2:
      let bits = Double(bitPattern: random.next())
      return .number(bits.isFinite ? bits : Double(Int.random(in: -9...9, using: &random)))
    case 3: return .string(Array(text(using: &random).utf8))
    case 4:
      return .array(
        (0..<Int.random(in: 0...5, using: &random)).map { _ in
          JSONSample.random(depth: depth - 1, using: &random)
        }
      )
    default:
      return .object(
        (0..<Int.random(in: 0...20, using: &random)).map { index in
          Member(
            key: Array("\(text(using: &random))\(index)".utf8),
            value: JSONSample.random(depth: depth - 1, using: &random)
          )
        }
      )
    }
  }

  /// Text with characters that must be escaped and characters that must not.
  static func text(using random: inout SeededGenerator) -> String {
    let scalars: [Unicode.Scalar] = [
      "a", "Z", "0", " ", "/", "\\", "\"", "'", "\n", "\r", "\t", "\u{0}", "\u{1F}", "\u{7F}",
      "é", "\u{301}", "\u{2028}", "\u{FEFF}", "\u{10FFFF}", "🌀", "*", "{", "[", "$", ".",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      text.append(scalars[Int.random(in: scalars.indices, using: &random)])
    }
    return String(text)
  }

  func write(to writer: inout JSONWriter) {
    switch self {
    case .null: writer.null()
    case .bool(let value): writer.bool(value)
    case .number(let value): writer.number(value)
    case .string(let bytes): writer.string(String(decoding: bytes, as: UTF8.self))
    case .array(let elements):
      writer.array { writer in
        for element in elements { element.write(to: &writer) }
      }
    case .object(let members):
      writer.object { writer in
        for member in members {
          writer.key(String(decoding: member.key, as: UTF8.self))
          member.value.write(to: &writer)
        }
      }
    }
  }
}
