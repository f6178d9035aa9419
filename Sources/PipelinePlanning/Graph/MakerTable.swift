/// The makers of the scripts and inputs of stages, looked up once for each pattern.
///
/// Stages that read the same thousand outputs share one list of makers.
struct MakerTable {
  /// Lists of makers; the stages of each list are in ascending order.
  private(set) var lists = NumberLists()
  private var outputs: OutputTable
  /// By pattern, the number of its list; the value is nil if no stage makes anything that the pattern names.
  private var known: [ExactText: Int?] = [:]
  /// For each stage, the number of the list that has only this stage; nil if there is none yet.
  ///
  /// In a valid graph every file has one maker, so single files need no table of their own.
  private var alone: StageTable<Int?>

  init(_ outputs: OutputTable, stageCount: Int) {
    self.outputs = outputs
    alone = StageTable(repeating: nil, count: stageCount)
  }

  /// Returns the scripts and inputs of a stage that some stage makes.
  ///
  /// Each has a position (scripts first, then inputs) and the number of the list of its makers.
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
