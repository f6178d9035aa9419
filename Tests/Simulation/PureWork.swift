/// What scripts of simulated stages make: a pure function of what they are told and read.
enum PureWork {
  /// Some files, on a disk or in a model of one.
  struct Files {
    /// The text of a file; nil where there is none.
    var text: (String) -> String?
    /// The files in a folder, at any depth, in byte order.
    var inside: (String) -> [String]
  }

  /// A file that a script reads.
  struct Read: Equatable, Sendable {
    var path: String
    /// Nil where the file is missing.
    var text: String?
  }

  /// Reads the script and the inputs of a stage.
  static func read(_ stage: StageSpec, _ files: Files) -> [Read] {
    var found: [Read] = []
    if !stage.isCommand { found.append(Read(path: stage.script, text: files.text(stage.script))) }
    let own = stage.outputs.map { Pattern($0) }
    let except = stage.except.map { Pattern($0) }
    for input in stage.inputs {
      let pattern = Pattern(input)
      guard pattern.kind != .file else {
        found.append(Read(path: input, text: files.text(input).map(plain)))
        continue
      }
      for path in files.inside(pattern.base)
      where pattern.matches(path) && !own.contains(where: { $0.matches(path) })
        && !except.contains(where: { $0.matches(path) })
      {
        found.append(Read(path: path, text: files.text(path).map(plain)))
      }
    }
    return found
  }

  /// The words that a stage's script is started with, and the variables that it declares.
  static func told(
    _ stage: StageSpec,
    level: Int,
    variable: (String) -> String?
  ) -> [String] {
    var told = [stage.name]
    if stage.isCommand {
      told.append(stage.commandText)
    } else {
      told += [stage.script, "\(stage.version)"]
      if stage.usesParameter { told.append("\(level)") }
    }
    for name in stage.variables { told.append("\(name)=\(variable(name) ?? "unset")") }
    if let setting = stage.setting { told.append("SETTING=\(setting)") }
    return told
  }

  /// The files that a stage writes, by their paths.
  static func results(
    _ stage: StageSpec,
    told: [String],
    read: [Read]
  ) -> [(path: String, text: String)] {
    var hash = Digest()
    for word in told { hash.add(word) }
    for file in read {
      hash.add(file.path)
      hash.add(file.text ?? "missing")
    }
    var results: [(path: String, text: String)] = []
    for (number, output) in stage.outputs.enumerated() {
      let text = "\(stage.name) \(number) \(hash.text)"
      let pattern = Pattern(output)
      if pattern.kind == .file {
        results.append((output, text))
        continue
      }
      for part in 0...Int(hash.value % 3) {
        results.append(("\(pattern.base)/part-\(part)", "\(text) \(part)"))
      }
    }
    return results
  }

  /// A text as every script reads it: what a script that rewrites its input adds counts for nothing.
  static func plain(_ text: String) -> String {
    text.hasSuffix(mark) ? String(text.dropLast(mark.count)) : text
  }

  /// A text as a script leaves an input that it rewrites.
  static func rewritten(_ text: String) -> String { plain(text) + mark }

  private static let mark = " (seen)"
}

/// FNV-1a, 64 bits: tells the texts of a history apart.
struct Digest {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ text: String) {
    for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    value = (value ^ 0xFF) &* 0x0000_0100_0000_01B3
  }

  mutating func add(_ number: UInt64) {
    value = (value ^ number) &* 0x0000_0100_0000_01B3
    value ^= value >> 29
  }

  /// Sixteen digits.
  var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
