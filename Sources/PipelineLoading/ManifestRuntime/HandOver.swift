// This file is part of the module PipelineDescription that manifests import, but not of the tool. It
// exchanges messages with the tool, as `ManifestProcess` describes. The C functions are declared one by one,
// because manifests compile faster against a module that imports nothing.

/// Evaluates the global `pipeline` of the manifest, and sends it to the tool that started this process.
@_spi(Manifest)
public func handOver(to descriptor: Int32, _ pipeline: () -> Pipeline) -> Never {
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

@_silgen_name("exit")
private func exitProcess(_ status: Int32) -> Never
