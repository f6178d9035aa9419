package import PipelinePlanning

/// A program and its arguments, ready to be started.
package struct Executable: Sendable, Equatable {
  /// Absolute, or relative to the root.
  package let program: String
  /// Without the program's own name.
  package let arguments: [String]

  /// Determines how to start a command; `shell` is a program with its options, found as `resolve` finds one.
  package static func command(
    _ text: String,
    shell: [String],
    root: String,
    searchPath: String?
  ) throws(LaunchFault) -> Executable {
    let name = shell.first ?? "sh"
    let search = ProgramSearch(searchPath: searchPath, workingDirectory: root)
    // Every system has this file, and a stage may have a PATH without it.
    guard let program = name == "sh" ? "/bin/sh" : search.find(name) else {
      throw .interpreterMissing(name, script: text)
    }
    return Executable(program: program, arguments: shell.dropFirst() + [text])
  }

  /// Determines how to start a script, from its file and its declared interpreter.
  ///
  /// `script` is absolute or relative to `root`, the folder in which the script will run. `interpreter` is a
  /// path or a name on `searchPath`, which is PATH as the script will see it (nil if it is not set), or such
  /// a program with options: `python3 -u`. Throws the fault of the script or of its interpreter.
  package static func resolve(
    script: String,
    arguments: [String],
    interpreter: String?,
    root: String,
    searchPath: String?
  ) throws(LaunchFault) -> Executable {
    let search = ProgramSearch(searchPath: searchPath, workingDirectory: root)
    return try resolve(
      script: script,
      arguments: arguments,
      interpreter: interpreter,
      file: ScriptFile(reading: search.absolute(script)),
      find: search.find
    )
  }

  /// Resolves a script without I/O; `find` returns the path of a program, or nil.
  static func resolve(
    script: String,
    arguments: [String],
    interpreter: String?,
    file: ScriptFile,
    find: (String) -> String?
  ) throws(LaunchFault) -> Executable {
    let start: [UInt8]?
    let isExecutable: Bool
    switch file {
    case .missing: throw .missing(script)
    case .folder: throw .isFolder(script)
    case .other: throw .isNotFile(script)
    case .file(let executable, let bytes): (isExecutable, start) = (executable, bytes)
    }

    let shebang = start.flatMap(Shebang.init(start:))
    let known = interpreter ?? extensionInterpreter(of: script)
    if interpreter == nil, isExecutable {
      if let shebang {
        try check(shebang, of: script, find: find)
        return Executable(program: script, arguments: arguments)
      }
      // The system can execute an unreadable program, but no interpreter can read an unreadable script.
      if start.map(isBinary) ?? (known == nil) {
        return Executable(program: script, arguments: arguments)
      }
    }
    guard let known else { throw isExecutable ? .noInterpreter(script) : .notExecutable(script) }
    // A program whose name has spaces comes before a program with options.
    let words = find(known) == nil ? shellWords(known) ?? [] : [known]
    let name = words.first ?? known
    if let shebang, shebang.hasWindowsEnd, ["sh", "bash"].contains(name) {
      throw .windowsLineEnds(script: script)
    }
    guard let program = find(name) else { throw .interpreterMissing(name, script: script) }
    // Without `./`, the interpreter would read a script name such as `-x.py` as an option.
    let operand = script.hasPrefix("-") ? "./\(script)" : script
    return Executable(program: program, arguments: words.dropFirst() + [operand] + arguments)
  }

  /// Ignores the case of the extension; nil if it is unknown.
  static func extensionInterpreter(of script: String) -> String? {
    guard let name = script.split(separator: "/").last,
      let dot = name.lastIndex(of: "."), dot != name.startIndex
    else { return nil }
    return interpreters[name[name.index(after: dot)...].lowercased()]
  }

  private static let interpreters = [
    "py": "python3",
    "sh": "sh",
    "bash": "bash",
    "r": "Rscript",
    "jl": "julia",
    "js": "node",
    "rb": "ruby",
    "pl": "perl",
    "swift": "swift",
  ]

  /// Throws if the system cannot start a script through its first line.
  private static func check(
    _ shebang: Shebang,
    of script: String,
    find: (String) -> String?
  ) throws(LaunchFault) {
    if shebang.hasWindowsEnd { throw .windowsLineEnds(script: script) }
    if shebang.interpreter.isEmpty { throw .noInterpreter(script) }
    // The system does not search PATH for this program; a bare name means a file in the working folder.
    let path =
      shebang.interpreter.contains("/") ? shebang.interpreter : "./\(shebang.interpreter)"
    guard find(path) != nil else { throw .interpreterMissing(shebang.interpreter, script: script) }
    if let program = shebang.program, find(program) == nil {
      throw .interpreterMissing(program, script: script)
    }
  }

  /// Whether the bytes are the beginning of a binary program (ELF, Mach-O).
  private static func isBinary(_ start: [UInt8]) -> Bool {
    let magics: [[UInt8]] = [
      [0x7F, 0x45, 0x4C, 0x46], [0xCF, 0xFA, 0xED, 0xFE], [0xCE, 0xFA, 0xED, 0xFE],
      [0xFE, 0xED, 0xFA, 0xCF], [0xFE, 0xED, 0xFA, 0xCE], [0xCA, 0xFE, 0xBA, 0xBE],
    ]
    return magics.contains { start.starts(with: $0) }
  }
}

/// Finds a program as a shell does; only a name without a slash is searched on the search path.
package struct ProgramSearch: Sendable, Equatable {
  /// Folders separated by colons, as in PATH; an empty one means the working folder.
  package let searchPath: String
  /// The absolute path of the folder that relative paths start from.
  package let workingDirectory: String

  /// The folders that `find` searches if PATH is not set.
  package static let standardPath = "/usr/local/bin:/usr/bin:/bin"

  package init(searchPath: String?, workingDirectory: String) {
    self.searchPath = searchPath ?? ProgramSearch.standardPath
    self.workingDirectory = workingDirectory
  }

  /// Returns the path of an executable regular file; nil if there is none.
  package func find(_ name: String) -> String? {
    guard !name.isEmpty else { return nil }
    if name.contains("/") { return isProgram(name) ? name : nil }
    for folder in searchPath.split(separator: ":", omittingEmptySubsequences: false) {
      let candidate = folder.isEmpty ? "./\(name)" : "\(folder)/\(name)"
      if isProgram(candidate) { return candidate }
    }
    return nil
  }

  func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(workingDirectory)/\(path)"
  }

  private func isProgram(_ path: String) -> Bool {
    guard case .file(true, _) = ScriptFile(reading: absolute(path)) else { return false }
    return true
  }
}
