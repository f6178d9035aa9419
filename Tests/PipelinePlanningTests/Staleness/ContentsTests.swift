import PipelineTestSupport
import Testing

@testable import PipelinePlanning

/// The choice between contents and stamp when a file is compared.
struct ContentsTests {
  private static let one = ContentDigest([UInt8](repeating: 1, count: 32))
  private static let two = ContentDigest([UInt8](repeating: 2, count: 32))

  private static func file(
    _ time: Int64,
    _ digest: ContentDigest? = nil,
    size: Int64 = 5,
    kind: Stamp.Kind = .file,
    link: String? = nil
  ) -> ObservedFile {
    let stamp = Stamp(kind: kind, size: size, modified: time, link: link)
    return ObservedFile(Path("f"), .present(stamp), digest: digest)
  }

  private static let missing = ObservedFile(Path("f"), .missing)

  struct Row: Sendable {
    let old: ObservedFile
    let new: ObservedFile
    let isSame: Bool
    let needsReading: Bool
  }

  static let rows = [
    // The stamp is the same: the comparison needs no contents.
    Row(old: file(1), new: file(1), isSame: true, needsReading: false),
    Row(old: file(1, one), new: file(1), isSame: true, needsReading: false),
    Row(old: file(1, one), new: file(1, two), isSame: true, needsReading: false),
    // The stamp differs, and the earlier contents are unknown.
    Row(old: file(1), new: file(2), isSame: false, needsReading: false),
    Row(old: file(1), new: file(2, one), isSame: false, needsReading: false),
    // The stamp differs, and the contents decide.
    Row(old: file(1, one), new: file(2), isSame: false, needsReading: true),
    Row(old: file(1, one), new: file(2, one), isSame: true, needsReading: false),
    Row(old: file(1, one), new: file(2, two), isSame: false, needsReading: false),
    // The size, kind or link differs: the comparison needs no contents.
    Row(old: file(1, one), new: file(2, size: 6), isSame: false, needsReading: false),
    Row(old: file(1, one), new: file(2, one, size: 6), isSame: false, needsReading: false),
    Row(old: file(1, one), new: file(2, link: "x"), isSame: false, needsReading: false),
    Row(old: file(1, one), new: file(2, one, link: "x"), isSame: false, needsReading: false),
    Row(old: file(1, one), new: file(2, kind: .special), isSame: false, needsReading: false),
    Row(old: file(1, one), new: missing, isSame: false, needsReading: false),
    Row(old: missing, new: file(2), isSame: false, needsReading: false),
    Row(old: missing, new: missing, isSame: true, needsReading: false),
  ]

  @Test(arguments: rows)
  func `bytes decide only where a stamp differs`(row: Row) {
    #expect(row.new.isSame(as: row.old) == row.isSame)
    #expect(row.new.needsReading(against: row.old) == row.needsReading)
  }

  @Test func `a digest keeps the order of its bytes`() {
    let bytes = (0..<32).map { UInt8($0 * 7) }
    #expect(ContentDigest(bytes)?.bytes == bytes)
    #expect(ContentDigest(bytes.dropLast()) == nil)
    #expect(ContentDigest(bytes + [0]) == nil)
  }

  @Test func `an observation takes only digests that belong to its exact stamps`() {
    let recipe = Recipe(steps: [], variables: [], inputs: ["f"], outputs: ["f"])
    let set = FileSet(pattern: "f", files: [Self.file(2)])
    var now = Observation(
      recipe: recipe,
      scripts: [Self.file(1)],
      inputs: [set],
      outputs: [set],
      upstream: [:]
    )
    #expect(now.unread.count == 3)
    now.takeDigests { $0.state.stamp?.modified == 2 ? Self.one : nil }
    #expect(now.unread == [Self.file(1)])
    #expect(now.inputs[0].files == [Self.file(2, Self.one)])
    #expect(now.outputs[0].files == [Self.file(2, Self.one)])
  }
}
