internal import PipelineDescription

/// A pattern with wildcards, matched component by component.
///
/// `*` is any text within a component, `?` one character, `[a-z]` one of a set, `**` any number of
/// folders. As in a shell, a wildcard at the beginning of a name does not match a dot there.
package struct Glob: Hashable, Sendable {
  package enum Component: Hashable, Sendable {
    /// `**`: any number of folders, none included.
    case anyFolders
    case name([Part])
  }

  /// What one component of a glob is made of.
  package enum Part: Hashable, Sendable {
    case literal([UInt8])
    case anyText
    case anyCharacter
    case set(negated: Bool, ranges: [ClosedRange<UInt32>])
  }

  /// The folder in which the wildcards begin.
  package let base: Path
  package let components: [Component]

  package init(base: Path, components: [String]) {
    self.base = base
    self.components = components.map { component in
      // At the end it stands for every file below, as in git.
      if component == "**" { return .anyFolders }
      return .name(
        PathText.pieces(of: component).map { piece in
          switch piece {
          case .literal(let text): .literal(Array(text.utf8))
          case .wildcard("?"): .anyCharacter
          case .wildcard: .anyText
          case .set(let negated, let members): .set(negated: negated, ranges: Self.ranges(members))
          }
        }
      )
    }
  }

  /// Names that no wildcard and no folder ever matches: they are never data.
  package static let ignoredNames: [[UInt8]] =
    [".pipeline", ".git", "__pycache__", ".DS_Store"].map { Array($0.utf8) }

  /// Whether the glob names this path, or a folder around it, which is then taken whole.
  package func matches(_ path: Path) -> Bool {
    guard path.isInside(base) else { return false }
    let walk = walk(to: path)
    return walk.isWhole || accepts(walk.states)
  }

  /// Whether the glob may name something in this folder.
  package func mayMatchInside(_ folder: Path) -> Bool {
    if base == folder || base.isInside(folder) { return true }
    guard folder.isInside(base) else { return false }
    let walk = walk(to: folder)
    return walk.isWhole || components.indices.contains { walk.states.contains($0) }
      || takesWhole(walk.states)
  }

  /// The states in which a walk of the tree begins, at the glob's base.
  package var initialStates: States {
    var states = States()
    states.insert(0)
    return closure(states)
  }

  /// Where the pattern can stand after one more name: each state is the next component's index.
  package func advance(_ states: States, over name: ArraySlice<UInt8>) -> States {
    var next = States()
    for state in components.indices where states.contains(state) {
      switch components[state] {
      case .anyFolders:
        if name.first != Self.dot { next.insert(state) }
      case .name(let parts):
        if Self.matches(name, parts[...], isStart: true) { next.insert(state + 1) }
      }
    }
    return closure(next)
  }

  /// Whether a file that the walk has reached in these states is a match.
  package func accepts(_ states: States) -> Bool { states.contains(components.count) }

  /// Whether a folder that the walk has reached in these states is taken with all that is in it.
  ///
  /// What `**` at the end matches is matched again below, so that it leaves out dot files there too.
  package func takesWhole(_ states: States) -> Bool {
    accepts(states) && components.last != .anyFolders
  }

  /// Walks from the base to a path: the states there, and whether a folder above it is taken whole.
  private func walk(to path: Path) -> (states: States, isWhole: Bool) {
    var states = initialStates
    var isWhole = false
    for name in path.components.dropFirst(base.components.count) {
      if Self.ignoredNames.contains(where: { name.elementsEqual($0) }) { return (States(), false) }
      isWhole = isWhole || takesWhole(states)
      states = advance(states, over: name)
    }
    return (states, isWhole)
  }

  /// Adds the states that `**` reaches by standing for no folder at all.
  private func closure(_ states: States) -> States {
    var all = states
    for state in components.indices where all.contains(state) {
      if case .anyFolders = components[state] { all.insert(state + 1) }
    }
    return all
  }

  /// Matches one name; iterative over `*`, so that no pattern takes exponential time.
  private static func matches(
    _ name: ArraySlice<UInt8>,
    _ parts: ArraySlice<Part>,
    isStart: Bool
  ) -> Bool {
    if isStart, name.first == dot, let first = parts.first {
      // Only a dot that the pattern spells out matches one at the beginning.
      guard case .literal = first else { return false }
    }
    var name = name
    var parts = parts
    var resume: (name: ArraySlice<UInt8>, parts: ArraySlice<Part>)?
    while true {
      if let part = parts.first {
        if part == .anyText {
          resume = (name, parts)
          parts = parts.dropFirst()
          continue
        }
        if let length = prefixLength(of: name, matching: part) {
          name = name.dropFirst(length)
          parts = parts.dropFirst()
          continue
        }
      } else if name.isEmpty {
        return true
      }
      // Let the last `*` take one character more.
      guard let last = resume, let next = character(at: last.name) else { return false }
      name = last.name.dropFirst(next.length)
      resume = (name, last.parts)
      parts = last.parts.dropFirst()
    }
  }

  /// How many bytes at the beginning the part takes; nil where it does not match.
  private static func prefixLength(of name: ArraySlice<UInt8>, matching part: Part) -> Int? {
    switch part {
    case .literal(let bytes): return name.starts(with: bytes) ? bytes.count : nil
    case .anyText: return 0
    case .anyCharacter: return character(at: name)?.length
    case .set(let negated, let ranges):
      guard let (scalar, length) = character(at: name) else { return nil }
      return ranges.contains { $0.contains(scalar) } != negated ? length : nil
    }
  }

  /// The first character and its length; a byte that is no UTF-8 is a character of its own, with a
  /// value behind those of Unicode.
  private static func character(at name: ArraySlice<UInt8>) -> (scalar: UInt32, length: Int)? {
    guard let first = name.first else { return nil }
    if let scalar = name.firstScalar { return (scalar.value, UTF8.width(scalar)) }
    return (0x110000 + UInt32(first), 1)
  }

  private static func ranges(_ members: String) -> [ClosedRange<UInt32>] {
    let scalars = members.unicodeScalars.map(\.value)
    var ranges: [ClosedRange<UInt32>] = []
    var index = 0
    while index < scalars.count {
      let low = scalars[index]
      if index + 2 < scalars.count, scalars[index + 1] == UInt32(UInt8(ascii: "-")) {
        let high = scalars[index + 2]
        if low <= high { ranges.append(low...high) }
        index += 3
      } else {
        ranges.append(low...low)
        index += 1
      }
    }
    return ranges
  }

  private static let dot = UInt8(ascii: ".")
}
