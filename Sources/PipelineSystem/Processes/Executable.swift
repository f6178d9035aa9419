package import PipelinePlanning

/// A program and its arguments, ready to be started.
package struct Executable: Sendable, Equatable {
  /// The path of the program, absolute or relative to the root.
  package let program: String
  /// The arguments, without the program's own name.
  package let arguments: [String]

  /// Returns the command that makes the shell run a line of text.
  package static func command(_ text: String) -> Executable {
    Executable(program: "/bin/sh", arguments: ["-c", text])
  }

  /// Determines how to start a script, from its file and its declared interpreter.
  ///
  /// - Parameters:
  ///   - script: The path, relative to `root` or absolute.
  ///   - arguments: The script's arguments.
  ///   - interpreter: The declared interpreter, a name on the search path or a path; nil for none.
  ///   - root: The absolute path of the folder that the script will run in.
  ///   - searchPath: PATH as the script will see it; nil if it is not set.
  /// - Returns: The program and its arguments.
  /// - Throws: The fault of the script or of its interpreter.
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

  /// Does the same without I/O; `find` returns the path of a program, or nil.
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
      // The system can execute an unreadable program, but an interpreter cannot read an unreadable script.
      if start.map(isBinary) ?? (known == nil) {
        return Executable(program: script, arguments: arguments)
      }
    }
    guard let known else { throw isExecutable ? .noInterpreter(script) : .notExecutable(script) }
    if let shebang, shebang.hasWindowsEnd, ["sh", "bash"].contains(known) {
      throw .windowsLineEnds(script: script)
    }
    guard let program = find(known) else { throw .interpreterMissing(known, script: script) }
    // Without the `./`, the interpreter would take a script called `-x.py` for an option.
    let operand = script.hasPrefix("-") ? "./\(script)" : script
    return Executable(program: program, arguments: [operand] + arguments)
  }

  /// Returns the interpreter for a script's extension, in upper or lower case; nil for an unknown one.
  static func extensionInterpreter(of script: String) -> String? {
    guard let name = script.split(separator: "/").last,
      let dot = name.lastIndex(of: "."), dot != name.startIndex
    else { return nil }
    return interpreters[name[name.index(after: dot)...].lowercased()]
  }

  /// Interpreters by extension, in lower case.
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

  /// Throws a fault if the system cannot start a script through its first line.
  private static func check(
    _ shebang: Shebang,
    of script: String,
    find: (String) -> String?
  ) throws(LaunchFault) {
    if shebang.hasWindowsEnd { throw .windowsLineEnds(script: script) }
    if shebang.interpreter.isEmpty { throw .noInterpreter(script) }
    // The system does not search PATH here: a bare name means a file in the working folder.
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

/// Finds a program as a shell does: a bare name on the search path, a path with a slash as it is.
package struct ProgramSearch: Sendable, Equatable {
  /// The value of PATH: folders separated by colons, where an empty one means the working folder.
  package let searchPath: String
  /// The absolute path of the folder that relative paths start from.
  package let workingDirectory: String

  /// The folders that `find` searches if PATH is not set.
  package static let standardPath = "/usr/local/bin:/usr/bin:/bin"

  /// Creates a search with a PATH (nil if it is not set) in a folder.
  package init(searchPath: String?, workingDirectory: String) {
    self.searchPath = searchPath ?? ProgramSearch.standardPath
    self.workingDirectory = workingDirectory
  }

  /// Returns the path of an executable regular file, or nil.
  package func find(_ name: String) -> String? {
    guard !name.isEmpty else { return nil }
    if name.contains("/") { return isProgram(name) ? name : nil }
    for folder in searchPath.split(separator: ":", omittingEmptySubsequences: false) {
      let candidate = folder.isEmpty ? "./\(name)" : "\(folder)/\(name)"
      if isProgram(candidate) { return candidate }
    }
    return nil
  }

  /// Returns the absolute form of a path.
  func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(workingDirectory)/\(path)"
  }

  /// Whether a path leads to a regular file that this user may execute.
  private func isProgram(_ path: String) -> Bool {
    guard case .file(true, _) = ScriptFile(reading: absolute(path)) else { return false }
    return true
  }
}
