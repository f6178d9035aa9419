import Foundation
import Testing

/// The example pipeline's own tests, which are in Python like its scripts, as one test of this package.
@Suite struct ExampleTests {
  @Test func `the tests of the example's scripts pass`() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-B", "-m", "unittest", "discover", "-s", folder.path]
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let said = String(decoding: text, as: UTF8.self)
    #expect(process.terminationStatus == 0, "\(said)")
    // Older versions of Python succeed in a folder without tests.
    #expect(said.contains("Ran ") && !said.contains("Ran 0 tests"), "\(said)")
  }
}
