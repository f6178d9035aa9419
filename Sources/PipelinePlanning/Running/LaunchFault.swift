package enum LaunchFault: Error, Equatable, Sendable {
  case missing(String)
  /// The file is not executable, and its extension names no interpreter.
  case notExecutable(String)
  case isFolder(String)
  /// A pipe, a socket or a device.
  case isNotFile(String)
  /// The working folder is missing or is not a folder.
  case workingFolderMissing(String)
  /// The interpreter is neither a program on PATH nor an executable file.
  case interpreterMissing(String, script: String)
  /// The first line ends in CR LF, so the system would look for an interpreter with a CR in its name.
  case windowsLineEnds(script: String)
  /// The file is executable text, but has neither a `#!` line nor an extension that names an interpreter.
  case noInterpreter(String)
  /// All arguments and variables together are longer than the system's limit; both numbers are bytes.
  case argumentsTooLong(bytes: Int, limit: Int)
  /// One argument is longer than the system's limit; `index` counts from 0, without the program itself.
  case argumentTooLong(index: Int, bytes: Int, limit: Int)
  case variableTooLong(name: String, bytes: Int, limit: Int)
  /// An argument, path or variable holds a zero byte, which the system cannot pass on.
  case zeroByte(in: String)
  case system(SystemFault, call: String)
}

extension LaunchFault {
  /// The kind of a fault; the log stores raw values and the records positions, so add new kinds at the end.
  package enum Kind: String, CaseIterable, Sendable {
    case missing
    case notExecutable = "not_executable"
    case isFolder = "is_folder"
    case isNotFile = "is_not_file"
    case workingFolderMissing = "working_folder_missing"
    case interpreterMissing = "interpreter_missing"
    case windowsLineEnds = "windows_line_ends"
    case noInterpreter = "no_interpreter"
    case argumentsTooLong = "arguments_too_long"
    case argumentTooLong = "argument_too_long"
    case variableTooLong = "variable_too_long"
    case zeroByte = "zero_byte"
    case system

    package var size: (texts: Int, numbers: Int) {
      switch self {
      case .interpreterMissing: (2, 0)
      case .argumentsTooLong: (0, 2)
      case .argumentTooLong: (0, 3)
      case .variableTooLong: (1, 2)
      case .system: (2, 1)
      default: (1, 0)
      }
    }
  }

  /// The kind, and the values of the case in their order; `init(_:texts:numbers:)` does the reverse.
  package var parts: (kind: Kind, texts: [String], numbers: [Int]) {
    switch self {
    case .missing(let path): (.missing, [path], [])
    case .notExecutable(let path): (.notExecutable, [path], [])
    case .isFolder(let path): (.isFolder, [path], [])
    case .isNotFile(let path): (.isNotFile, [path], [])
    case .workingFolderMissing(let path): (.workingFolderMissing, [path], [])
    case .interpreterMissing(let name, let script): (.interpreterMissing, [name, script], [])
    case .windowsLineEnds(let script): (.windowsLineEnds, [script], [])
    case .noInterpreter(let path): (.noInterpreter, [path], [])
    case .argumentsTooLong(let bytes, let limit): (.argumentsTooLong, [], [bytes, limit])
    case .argumentTooLong(let index, let bytes, let limit):
      (.argumentTooLong, [], [index, bytes, limit])
    case .variableTooLong(let name, let bytes, let limit):
      (.variableTooLong, [name], [bytes, limit])
    case .zeroByte(let place): (.zeroByte, [place], [])
    case .system(let fault, let call): (.system, [call, fault.words], [Int(fault.number)])
    }
  }

  /// Returns nil if the number of values is wrong for the kind.
  package init?(_ kind: Kind, texts: [String], numbers: [Int]) {
    guard (texts.count, numbers.count) == kind.size else { return nil }
    switch kind {
    case .missing: self = .missing(texts[0])
    case .notExecutable: self = .notExecutable(texts[0])
    case .isFolder: self = .isFolder(texts[0])
    case .isNotFile: self = .isNotFile(texts[0])
    case .workingFolderMissing: self = .workingFolderMissing(texts[0])
    case .interpreterMissing: self = .interpreterMissing(texts[0], script: texts[1])
    case .windowsLineEnds: self = .windowsLineEnds(script: texts[0])
    case .noInterpreter: self = .noInterpreter(texts[0])
    case .argumentsTooLong: self = .argumentsTooLong(bytes: numbers[0], limit: numbers[1])
    case .argumentTooLong:
      self = .argumentTooLong(index: numbers[0], bytes: numbers[1], limit: numbers[2])
    case .variableTooLong:
      self = .variableTooLong(name: texts[0], bytes: numbers[0], limit: numbers[1])
    case .zeroByte: self = .zeroByte(in: texts[0])
    case .system:
      guard let number = Int32(exactly: numbers[0]) else { return nil }
      self = .system(SystemFault(number: number, words: texts[1]), call: texts[0])
    }
  }
}
