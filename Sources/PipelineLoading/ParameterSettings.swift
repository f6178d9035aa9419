package import PipelinePlanning
import PipelineSystem

/// The settings of parameters, from `--set` on the command line and `parameters.json` in the root.
package struct ParameterSettings: Equatable, Sendable {
  package static let fileName = "parameters.json"

  /// In order of precedence, highest first.
  package private(set) var all: [ParameterSetting] = []
  /// The faults that do not depend on the declarations of parameters.
  package private(set) var faults: [SettingFault] = []

  /// Reads the values of `--set`, and `parameters.json` in the folder `root`.
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

  package init(options: [String], file: [UInt8] = Array("{}".utf8)) {
    for text in options { add(option: text) }
    add(file: file)
  }

  /// The first setting of each parameter, which takes precedence over later ones.
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
