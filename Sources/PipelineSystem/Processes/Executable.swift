package import PipelinePlanning

/// A program and its arguments, as the system is to be asked to start them.
package struct Executable: Sendable, Equatable {
  /// Path of the program, absolute or relative to the root.
  package let program: String
  /// What it is told, without its own name.
  package let arguments: [String]

  /// What a line of shell text becomes.
  package static func command(_ text: String) -> Executable {
    Executable(program: "/bin/sh", arguments: ["-c", text])
  }

  /// Works out how a script is started, from what the disk says of it.
  ///
  /// - Parameters:
  ///   - script: Path relative to `root`, or absolute.
  ///   - arguments: What the script is told.
  ///   - interpreter: The declared interpreter, a name on the search path or a path; nil: none.
  ///   - root: Absolute path of the folder the script will run in.
  ///   - searchPath: PATH as the script will see it; nil if it is not set.
  /// - Returns: What to start.
  /// - Throws: What is wrong with the script or its interpreter.
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

  /// The rule itself; `find` gives the path of a program, or nil.
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
      // What cannot be read can still be executed, unless it is a script.
      if start.map(isBinary) ?? (known == nil) {
        return Executable(program: script, arguments: arguments)
      }
    }
    guard let known else { throw isExecutable ? .noInterpreter(script) : .notExecutable(script) }
    if let shebang, shebang.hasWindowsEnd, ["sh", "bash"].contains(known) {
      throw .windowsLineEnds(script: script)
    }
    guard let program = find(known) else { throw .interpreterMissing(known, script: script) }
    // A script called `-x.py` must not be read as an option.
    let operand = script.hasPrefix("-") ? "./\(script)" : script
    return Executable(program: program, arguments: [operand] + arguments)
  }

  /// The interpreter that an extension names, in either case; nil for an unknown one.
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

  /// Throws what keeps the system from starting a script by its first line.
  private static func check(
    _ shebang: Shebang,
    of script: String,
    find: (String) -> String?
  ) throws(LaunchFault) {
    if shebang.hasWindowsEnd { throw .windowsLineEnds(script: script) }
    if shebang.interpreter.isEmpty { throw .noInterpreter(script) }
    // The system does not search for it: a bare name is a file of the working folder.
    let path =
      shebang.interpreter.contains("/") ? shebang.interpreter : "./\(shebang.interpreter)"
    guard find(path) != nil else { throw .interpreterMissing(shebang.interpreter, script: script) }
    if let program = shebang.program, find(program) == nil {
      throw .interpreterMissing(program, script: script)
    }
  }

  /// Whether the bytes begin as a program of this or a related system does (ELF, Mach-O).
  private static func isBinary(_ start: [UInt8]) -> Bool {
    let magics: [[UInt8]] = [
      [0x7F, 0x45, 0x4C, 0x46], [0xCF, 0xFA, 0xED, 0xFE], [0xCE, 0xFA, 0xED, 0xFE],
      [0xFE, 0xED, 0xFA, 0xCF], [0xFE, 0xED, 0xFA, 0xCE], [0xCA, 0xFE, 0xBA, 0xBE],
    ]
    return magics.contains { start.starts(with: $0) }
  }
}

/// Finds a program as a shell would: a name on the search path, a path with a slash in it as it is.
package struct ProgramSearch: Sendable, Equatable {
  /// The value of PATH; folders between colons, an empty one being the working folder.
  package let searchPath: String
  /// Absolute path of the folder that relative paths start from.
  package let workingDirectory: String

  /// Where POSIX looks if PATH is not set.
  package static let standardPath = "/usr/local/bin:/usr/bin:/bin"

  /// Searches like a program started with this PATH (nil: not set) in this folder.
  package init(searchPath: String?, workingDirectory: String) {
    self.searchPath = searchPath ?? ProgramSearch.standardPath
    self.workingDirectory = workingDirectory
  }

  /// The path of an executable regular file, or nil.
  package func find(_ name: String) -> String? {
    guard !name.isEmpty else { return nil }
    if name.contains("/") { return isProgram(name) ? name : nil }
    for folder in searchPath.split(separator: ":", omittingEmptySubsequences: false) {
      let candidate = folder.isEmpty ? "./\(name)" : "\(folder)/\(name)"
      if isProgram(candidate) { return candidate }
    }
    return nil
  }

  /// A path as seen from the working folder.
  func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(workingDirectory)/\(path)"
  }

  /// Whether this is a regular file that may be executed.
  private func isProgram(_ path: String) -> Bool {
    guard case .file(true, _) = ScriptFile(reading: absolute(path)) else { return false }
    return true
  }
}
