package import PipelinePlanning
import PipelineSystem

/// Reads what parameters are set to: `--set` on the command line, and `parameters.json` in the root.
package struct ParameterSettings: Equatable, Sendable {
  /// The file in the root.
  package static let fileName = "parameters.json"

  /// What is set; what counts most first.
  package private(set) var all: [ParameterSetting] = []
  /// What is wrong, so far as the parameters need not be known for it.
  package private(set) var faults: [SettingFault] = []

  /// Reads all settings.
  ///
  /// - Parameters:
  ///   - options: What stands after each `--set`.
  ///   - root: The folder that the file would lie in.
  package init(options: [String], root: String) {
    for text in options { add(option: text) }
    let path = "\(root)/\(Self.fileName)"
    guard ManifestFile.exists(path) else { return }
    do {
      add(file: try ManifestFile(reading: path, shown: Self.fileName).bytes)
    } catch {
      if case .empty = error { faults.append(.emptyFile) } else { faults.append(.file(error)) }
    }
  }

  /// Reads settings, of the file what is in it.
  package init(options: [String], file: [UInt8] = Array("{}".utf8)) {
    for text in options { add(option: text) }
    add(file: file)
  }

  /// For a parameter, what counts: what was set first.
  package var effective: [ParameterSetting] {
    var seen: Set<String> = []
    return all.filter { seen.insert($0.name).inserted }
  }

  private mutating func add(option text: String) {
    let parts = text.utf8.split(
      separator: UInt8(ascii: "="),
      maxSplits: 1,
      omittingEmptySubsequences: false
    ).map { String(Substring($0)) }
    guard parts.count == 2, !parts[0].isEmpty else { return faults.append(.malformed(text)) }
    if let first = all.first(where: { $0.name == parts[0] }) {
      if !first.text.utf8.elementsEqual(parts[1].utf8) {
        faults.append(.repeated(name: parts[0], first: first.text, second: parts[1]))
      }
      return
    }
    all.append(ParameterSetting(name: parts[0], text: parts[1], form: .bare, source: .option))
  }

  private mutating func add(file bytes: [UInt8]) {
    let document: JSONDocument
    do {
      document = try JSONParser.parse(bytes)
    } catch {
      return faults.append(.file(.syntax(path: Self.fileName, error)))
    }
    let root = document.root
    guard root.kind == .object else {
      return faults.append(.noObject(found: document.found(root), line: Int(root.line)))
    }
    for (key, value) in document.members(of: root) {
      let (name, line) = (document.text(of: key), Int(key.line))
      let form: ParameterSetting.Form
      switch value.kind {
      case .number: form = .number
      case .string: form = .string
      case .bool: form = .truth
      case .null, .array, .object:
        faults.append(.noValue(name: name, found: document.found(value), line: line))
        continue
      }
      all.append(
        ParameterSetting(
          name: name,
          text: document.text(of: value),
          form: form,
          source: .file(line: line)
        )
      )
    }
  }
}
