internal import PipelineDescription

/// A path pattern with wildcards, matched one component at a time.
///
/// `*` matches any text within a component, `?` one character, `[a-z]` one character of a set, and `**` any
/// number of folders, including none. As in a shell, a wildcard does not match the leading dot of a name.
package struct Glob: Hashable, Sendable {
  package enum Component: Hashable, Sendable {
    case anyFolders
    case name([Part])
  }

  package enum Part: Hashable, Sendable {
    case literal([UInt8])
    case anyText
    case anyCharacter
    case set(negated: Bool, ranges: [ClosedRange<UInt32>])
  }

  /// The folder below which the wildcards begin.
  package let base: Path
  package let components: [Component]

  package init(base: Path, components: [String]) {
    self.base = base
    self.components = components.map { component in
      // At the end of a glob, `**` matches every file below, as in git.
      if component == "**" { return .anyFolders }
      return .name(Self.parts(of: component))
    }
  }

  /// Returns the parts of a pattern for one component.
  static func parts(of component: String) -> [Part] {
    PathText.pieces(of: component).map { piece in
      switch piece {
      case .literal(let text): .literal(Array(text.utf8))
      case .wildcard("?"): .anyCharacter
      case .wildcard: .anyText
      case .set(let negated, let members): .set(negated: negated, ranges: ranges(members))
      }
    }
  }

  /// Whether the glob matches the path, or includes everything in a folder around the path.
  package func matches(_ path: Path) -> Bool {
    guard path.isInside(base) else { return false }
    let walk = walk(to: path)
    return walk.isWhole || accepts(walk.states)
  }

  package func mayMatchInside(_ folder: Path) -> Bool {
    if base == folder || base.isInside(folder) { return true }
    guard folder.isInside(base) else { return false }
    let walk = walk(to: folder)
    return walk.isWhole || components.indices.contains { walk.states.contains($0) }
      || takesWhole(walk.states)
  }

  /// Whether the glob includes everything in a folder, or is `FOLDER/**`, which leaves out only dot files.
  package func coversFolder(_ folder: Path) -> Bool {
    guard base == folder || folder.isInside(base) else { return false }
    let walk = walk(to: folder)
    return walk.isWhole || accepts(walk.states)
  }

  /// The states at `base`, where the match of every path begins.
  package var initialStates: States {
    var states = States()
    states.insert(0)
    return closure(states)
  }

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

  /// Whether a file that is reached in these states matches the glob.
  package func accepts(_ states: States) -> Bool { states.contains(components.count) }

  /// Whether the glob includes everything in a folder that is reached in these states.
  package func takesWhole(_ states: States) -> Bool {
    // A trailing `**` is matched again inside the folder, to exclude dot files there, too.
    accepts(states) && components.last != .anyFolders
  }

  /// Returns the states at a path, and whether the glob includes everything in a folder around the path.
  private func walk(to path: Path) -> (states: States, isWhole: Bool) {
    var states = initialStates
    var isWhole = false
    for name in path.components.dropFirst(base.components.count) {
      isWhole = isWhole || takesWhole(states)
      states = advance(states, over: name)
    }
    return (states, isWhole)
  }

  /// Adds the states that are also reached because `**` can match zero folders.
  private func closure(_ states: States) -> States {
    var all = states
    for state in components.indices where all.contains(state) {
      if case .anyFolders = components[state] { all.insert(state + 1) }
    }
    return all
  }

  /// Whether the parts match the whole name; `*` needs no recursion, so no pattern takes exponential time.
  static func matches(
    _ name: ArraySlice<UInt8>,
    _ parts: ArraySlice<Part>,
    isStart: Bool
  ) -> Bool {
    if isStart, name.first == dot, let first = parts.first {
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
      // Backtrack, so that the last `*` matches one more character.
      guard let last = resume, let next = character(at: last.name) else { return false }
      name = last.name.dropFirst(next.length)
      resume = (name, last.parts)
      parts = last.parts.dropFirst()
    }
  }

  /// Returns the number of leading bytes that the part matches; nil if it does not match.
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

  /// Returns the first character and its length in bytes; nil for an empty name.
  private static func character(at name: ArraySlice<UInt8>) -> (scalar: UInt32, length: Int)? {
    guard let first = name.first else { return nil }
    if let scalar = name.firstScalar { return (scalar.value, UTF8.width(scalar)) }
    // A byte that is not valid UTF-8 counts as one character, with a value above all of Unicode.
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
