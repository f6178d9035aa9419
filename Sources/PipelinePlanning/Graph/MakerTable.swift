/// Finds the stages that make scripts and inputs; all readers of a pattern share one list of makers.
struct MakerTable {
  /// The stages of each list are in ascending order.
  private(set) var lists = NumberLists()
  private var outputs: OutputTable
  /// By folder or glob, the index of its list; a nil value means that no stage makes a file of the pattern.
  private var known: [ExactText: Int?] = [:]
  /// For each stage, the index of the list that has only this stage; nil if there is no such list yet.
  private var alone: StageTable<Int?>

  init(_ outputs: OutputTable, stageCount: Int) {
    self.outputs = outputs
    alone = StageTable(repeating: nil, count: stageCount)
  }

  /// Returns the pairs that `GraphEdges.reads` holds for the stage; `list` is an index in `lists`.
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
