// This file is part of the module PipelineDescription that manifests import, but not of the tool. It
// exchanges messages with the tool, as `ManifestProcess` describes. The C functions are declared one by one,
// because manifests compile faster against a module that imports nothing.

/// Evaluates the global `pipeline` of the manifest, and sends it to the tool that started this process.
@_spi(Manifest)
public func handOver(to descriptor: Int32, _ pipeline: () -> Pipeline) -> Never {
  endWithTool(descriptor)
  printNoBacktrace()
  let tool = Tool(descriptor: descriptor)
  tool.send(UInt8(ascii: "S"), [])
  let settings = tool.settings()
  let world = Context.World(
    variable: { name in getEnvironment(name).map { String(cString: $0) } },
    files: { pattern in tool.files(matching: pattern) },
    parameter: { declaration in
      tool.declare(declaration)
      return settings[declaration.name]
    }
  )
  let result = Context.$world.withValue(world, operation: pipeline)
  var writer = JSONWriter()
  result.write(to: &writer, lines: true)
  tool.send(UInt8(ascii: "P"), writer.bytes)
  exitProcess(0)
}

/// Starts a thread that ends this process and its children when the tool dies, whatever kills the tool.
private func endWithTool(_ descriptor: Int32) {
  var thread: UInt = 0
  let argument = UnsafeMutableRawPointer(bitPattern: Int(descriptor))
  _ = createThread(&thread, nil, { waitForEndOfTool($0) }, argument)
}

private func waitForEndOfTool(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  // A `pollfd` with this descriptor and no events: `poll` then returns only once the tool's end is closed.
  var request = UInt64(UInt(bitPattern: argument))
  while pollDescriptors(&request, 1, -1) < 0 {}
  // The tool normally makes this process a group leader. A signal to number 0 goes to the whole group.
  let (own, term, kill) = (processNumber(), Int32(15), Int32(9))
  let group: Int32 = processGroup() == own ? 0 : own
  _ = setHandler(term, UnsafeRawPointer(bitPattern: 1))
  signalDescendants(of: own, term)
  _ = sendSignal(group, term)
  _ = pollDescriptors(&request, 0, 1000)
  signalDescendants(of: own, kill)
  _ = sendSignal(group, kill)
  return nil
}

/// Signals the processes that this process has started, because Foundation gives each a group of its own.
private func signalDescendants(of process: Int32, _ signal: Int32) {
  for child in children(of: process) {
    signalDescendants(of: child, signal)
    _ = sendSignal(child, signal)
  }
}

/// Returns the children that the main thread of a process has started; none on macOS.
private func children(of process: Int32) -> [Int32] {
  #if os(Linux)
  let file = openFile("/proc/\(process)/task/\(process)/children", 0)
  guard file >= 0 else { return [] }
  let room = 4096
  let text = [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
    filled = buffer.baseAddress.map { max(0, readBytes(file, $0, room)) } ?? 0
  }
  _ = closeFile(file)
  return text.split(separator: UInt8(ascii: " ")).compactMap {
    Int32(String(decoding: $0, as: UTF8.self))
  }
  #else
  return []
  #endif
}

/// Removes the runtime's handlers of crashes, which print even if the backtrace goes to `/dev/null`.
private func printNoBacktrace() {
  guard let setting = getEnvironment("SWIFT_BACKTRACE"),
    String(cString: setting) == "enable=yes,output-to=/dev/null"
  else { return }
  // QUIT, ILL, TRAP, ABRT, FPE and SEGV; BUS has number 7 on Linux and 10 on macOS.
  for signal: Int32 in [3, 4, 5, 6, 7, 8, 10, 11] { _ = setHandler(signal, nil) }
}

/// The channel to the tool.
private struct Tool: Sendable {
  let descriptor: Int32

  /// Sends the kind of a message, the length of its content as 8 bytes (little-endian), and the content.
  func send(_ kind: UInt8, _ content: [UInt8]) {
    let length = UInt64(content.count)
    write([kind] + (0..<8).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) } + content)
  }

  func files(matching pattern: String) -> [String] {
    send(UInt8(ascii: "F"), Array(pattern.utf8))
    return message().split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  private func message() -> [UInt8] {
    let header = read(9)
    return read(header[1...].reversed().reduce(0) { $0 << 8 | Int($1) })
  }

  func settings() -> [String: String] {
    let texts = message().split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    var settings: [String: String] = [:]
    // The split yields an extra empty text after the last zero byte.
    for index in stride(from: 0, to: texts.count - 1, by: 2) {
      settings[texts[index]] = texts[index + 1]
    }
    return settings
  }

  func declare(_ parameter: ParameterDeclaration) {
    var writer = JSONWriter()
    ManifestForm(fileName: Place.fileID(of:)).parameter(parameter, to: &writer)
    send(UInt8(ascii: "D"), writer.bytes)
  }

  private func write(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
        let count = writeBytes(descriptor, start, rest.count)
        // The write fails if the tool has closed the channel.
        if count <= 0 { exitProcess(1) }
        rest = rest.dropFirst(count)
      }
    }
  }

  private func read(_ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while let start = buffer.baseAddress, filled < count {
        let more = readBytes(descriptor, start + filled, count - filled)
        if more <= 0 { exitProcess(1) }
        filled += more
      }
    }
  }
}

@_silgen_name("write")
private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int

@_silgen_name("read")
private func readBytes(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int

@_silgen_name("getenv")
private func getEnvironment(_ name: UnsafePointer<CChar>) -> UnsafePointer<CChar>?

@_silgen_name("pthread_create")
private func createThread(
  _ thread: UnsafeMutablePointer<UInt>,
  _ attributes: UnsafeRawPointer?,
  _ body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?,
  _ argument: UnsafeMutableRawPointer?
) -> Int32

@_silgen_name("poll")
private func pollDescriptors(
  _ descriptors: UnsafeMutablePointer<UInt64>,
  _ count: UInt,
  _ milliseconds: Int32
) -> Int32

@_silgen_name("signal")
private func setHandler(_ signal: Int32, _ handler: UnsafeRawPointer?) -> UnsafeRawPointer?

@_silgen_name("kill")
private func sendSignal(_ process: Int32, _ signal: Int32) -> Int32

@_silgen_name("open")
private func openFile(_ path: UnsafePointer<CChar>, _ flags: Int32) -> Int32

@_silgen_name("close")
private func closeFile(_ descriptor: Int32) -> Int32

@_silgen_name("getpid")
private func processNumber() -> Int32

@_silgen_name("getpgrp")
private func processGroup() -> Int32

@_silgen_name("exit")
private func exitProcess(_ status: Int32) -> Never
