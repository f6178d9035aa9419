/// Who makes what stages read, asked once for each pattern.
///
/// Many stages that read the same thousand outputs share one list of their makers.
struct MakerTable {
  /// Who makes what; stages in ascending order.
  private(set) var lists = NumberLists()
  private var outputs: OutputTable
  /// By pattern, its list; nil for one of which nobody makes anything.
  private var known: [ExactText: Int?] = [:]
  /// For each stage the list of it alone, if there is one: in a valid graph every file has one maker, and so
  /// needs no table of its own.
  private var alone: StageTable<Int?>

  init(_ outputs: OutputTable, stageCount: Int) {
    self.outputs = outputs
    alone = StageTable(repeating: nil, count: stageCount)
  }

  /// The scripts and inputs of a stage that somebody makes: their positions, scripts first, and the
  /// number of the list of those who do.
  mutating func read(by node: Graph.Node) -> [(position: Int, list: Int)] {
    var read: [(position: Int, list: Int)] = []
    for (position, script) in node.scripts.enumerated() {
      if let list = number(of: outputs.makers(ofFile: script)) { read.append((position, list)) }
    }
    for (place, input) in node.inputs.enumerated() {
      let list =
        input.pattern.kind == .file
        ? number(of: outputs.makers(ofFile: input.pattern.path)) : number(of: input)
      if let list { read.append((node.scripts.count + place, list)) }
    }
    return read
  }

  private mutating func number(of input: InputPattern) -> Int? {
    let key = ExactText(input.text)
    if let known = known[key] { return known }
    let found = number(of: outputs.makers(of: input))
    known[key] = .some(found)
    return found
  }

  private mutating func number(of makers: [StageID]) -> Int? {
    guard let first = makers.first else { return nil }
    if makers.count == 1, let known = alone[first] { return known }
    lists.append(makers)
    if makers.count == 1 { alone[first] = lists.count - 1 }
    return lists.count - 1
  }
}
