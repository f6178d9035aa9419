import PipelinePlanning
import PipelineTestSupport
import Testing

struct NumberListsTests {
  @Test(arguments: 0..<50)
  func `lists survive encoding and decoding in both directions`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 0...12, using: &random)
    let lists = (0..<count).map { _ in
      (0..<count).filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
    }
    var packed = NumberLists()
    for list in lists { packed.append(list) }
    #expect(packed.count == count)
    #expect((0..<count).map { Array(packed[$0]) } == lists)
    let reversed = packed.reversed(count: count)
    for number in 0..<count {
      #expect(Array(reversed[number]) == lists.indices.filter { lists[$0].contains(number) })
    }
    #expect(NumberLists(ends: packed.ends, numbers: packed.numbers) == packed)
  }

  @Test func `the decoder rejects malformed data`() {
    #expect(NumberLists(ends: [2, 1], numbers: [0, 0]) == nil)
    #expect(NumberLists(ends: [1], numbers: []) == nil)
    #expect(NumberLists(ends: [-1, 0], numbers: []) == nil)
    #expect(NumberLists(ends: [], numbers: [1]) == nil)
  }
}
