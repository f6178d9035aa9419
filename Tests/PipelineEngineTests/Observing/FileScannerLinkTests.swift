import PipelineDescription
import PipelinePlanning
import PipelineSystem
import PipelineTestSupport
import Synchronization
import Testing

/// Files that patterns match behind links to folders.
struct FileScannerLinkTests {
  private let files = VirtualFileSystem()

  private func scan(_ spelling: String, on disk: (any FileSystem)? = nil) -> [String] {
    let input = Input(spelling, place: Place())
    return FileScanner(files: disk ?? files)
      .set(of: InputPattern(input, resolver: TestRoot.resolver), apartFrom: []).files.map(
        \.path.text
      )
  }

  /// Folders `real/0` to `real/7`, each with a file and with links to all the others.
  private func linkMutually() {
    for here in 0..<8 {
      files.write("x", to: Path("real/\(here)/file"))
      for there in 0..<8 where there != here {
        files.link(Path("real/\(here)/to\(there)"), to: "../\(there)")
      }
    }
  }

  @Test(.timeLimit(.minutes(1))) func `the scanner enters each linked folder once`() {
    linkMutually()
    files.link(Path("d/start"), to: "../real/0")
    let found = scan("d/")
    #expect(found.filter { $0.hasSuffix("/file") }.count == 8)
    #expect(found.count <= 8 * 9)
    #expect(scan("d/**/file").filter { $0.hasSuffix("/file") }.count == 8)
    #expect(scan("real/").filter { $0.hasSuffix("/file") }.count <= 16)
  }

  @Test func `the first of two links in byte order lists the files of the folder`() {
    files.write("x", to: Path("real/sub/a"))
    files.link(Path("d/l"), to: "../real")
    files.link(Path("d/l.x"), to: "../real")
    files.link(Path("d/m/deep"), to: "../../real")
    files.link(Path("d/z"), to: "../real/sub")
    // `l.x/` comes before `l/`. The result names the other links, so that a change of them shows.
    let expected = ["d/l", "d/l.x", "d/l.x/sub/a", "d/m/deep", "d/z"]
    for _ in 0..<20 { #expect(scan("d/") == expected) }
    #expect(scan("d/*/sub/*") == ["d/l", "d/l.x/sub/a"])
  }

  @Test func `the scanner enters a folder again for another part of the glob`() {
    files.write("x", to: Path("real/a.csv"))
    files.link(Path("d/l"), to: "../real")
    files.link(Path("d/x"), to: "../real")
    #expect(scan("d/**/x/*.csv") == ["d/x/a.csv"])
    files.link(Path("d/y/x"), to: "../../real")
    #expect(scan("d/**/x/*.csv") == ["d/x/a.csv", "d/y/x"])
  }

  @Test func `the scanner resolves the real path of a folder once`() {
    for number in 0..<50 {
      files.write("x", to: Path("real/\(number)/a"))
      files.link(Path("d/l\(number)"), to: "../real/\(number)")
    }
    let disk = CountingFileSystem(files: files)
    #expect(scan("d/", on: disk).count == 100)
    #expect(disk.realPathCount <= 51)
  }
}

/// A disk that counts the real path look-ups.
private final class CountingFileSystem: FileSystem {
  private let files: VirtualFileSystem
  private let count = Mutex(0)

  init(files: VirtualFileSystem) {
    self.files = files
  }

  var realPathCount: Int { count.withLock { $0 } }

  func realPath(of path: Path) -> Path {
    count.withLock { $0 += 1 }
    return files.realPath(of: path)
  }

  func state(of path: Path) -> FileState { files.state(of: path) }
  func entries(of folder: Path) throws(SystemFault) -> [FolderEntry] {
    try files.entries(of: folder)
  }
  func contents(of path: Path) throws(SystemFault) -> [UInt8]? { try files.contents(of: path) }
  func tail(of path: Path, count: Int) -> [UInt8] { files.tail(of: path, count: count) }
  func bytes(of path: Path, from position: Int, count: Int) -> [UInt8] {
    files.bytes(of: path, from: position, count: count)
  }
  func digest(of path: Path, while isWanted: () -> Bool) throws(SystemFault) -> ContentDigest? {
    try files.digest(of: path, while: isWanted)
  }
  func changed(in table: StampTable, among numbers: [Int]) -> [Int] {
    files.changed(in: table, among: numbers)
  }
  func makeFolder(_ path: Path) throws(SystemFault) { try files.makeFolder(path) }
  func appending(to path: Path) throws(SystemFault) -> any AppendedFile {
    try files.appending(to: path)
  }
  func replace(_ path: Path, with bytes: [UInt8], isLasting: Bool) throws(SystemFault) {
    try files.replace(path, with: bytes)
  }
  func rename(_ path: Path, to target: Path) throws(SystemFault) {
    try files.rename(path, to: target)
  }
  func copy(_ source: Path, to target: Path) throws(SystemFault) {
    try files.copy(source, to: target)
  }
  func kind(of path: Path) throws(SystemFault) -> FolderEntry.Kind? { try files.kind(of: path) }
  func remove(_ path: Path, unlocks: Bool) throws(SystemFault) {
    try files.remove(path, unlocks: unlocks)
  }
}
