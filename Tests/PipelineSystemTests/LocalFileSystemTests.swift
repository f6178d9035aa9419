import Foundation
import PipelinePlanning
import Testing

@testable import PipelineSystem

extension SystemTests {
  /// The behavior of the real disk.
  @Suite(.timeLimit(.minutes(1))) struct LocalFileSystemTests {
    let scratch: Scratch
    let files: LocalFileSystem

    init() throws {
      scratch = try Scratch()
      files = LocalFileSystem(resolver: PathResolver(root: scratch.path, home: nil))
    }

    @Test func `a copy of a link is a file with the contents of its target`() throws {
      let text = String(repeating: "0123456789abcdef", count: 200_000)
      try scratch.write("a", text)
      symlink("a", scratch.file("link"))
      try files.copy(Path("link"), to: Path("kept/run/link"))
      #expect(try scratch.read("kept/run/link") == text)
      #expect(files.state(of: Path("kept/run/link")).stamp?.link == nil)
    }

    @Test func `the file system inspects many files in parallel and keeps their order`() throws {
      for number in stride(from: 0, to: 2_000, by: 3) {
        try scratch.write("\(number)", String(repeating: "x", count: number % 7))
      }
      symlink("3", scratch.file("link"))
      let paths = (0..<2_000).map { Path("\($0)") } + [Path("link"), .root, Path("0/x")]
      #expect(files.states(of: paths) == paths.map { files.state(of: $0) })
      #expect(files.states(of: []).isEmpty)
    }

    @Test func `a copy never replaces an existing file`() throws {
      try scratch.write("a", "new")
      try scratch.write("b", "old")
      #expect(throws: SystemFault(EEXIST)) { try files.copy(Path("a"), to: Path("b")) }
      #expect(try scratch.read("b") == "old")
    }

    @Test func `an unreadable file is an error and leaves no copy`() throws {
      try FileManager.default.createDirectory(
        atPath: scratch.file("folder"),
        withIntermediateDirectories: true
      )
      #expect(throws: SystemFault(EISDIR)) { try files.copy(Path("folder"), to: Path("kept")) }
      #expect(files.state(of: Path("kept")) == .missing)
    }

    #if os(Linux)
    @Test func `a disk fault is an error and leaves no copy`() throws {
      // The first page of a process is never mapped: the file opens, and a read gives EIO.
      #expect(throws: SystemFault(EIO)) {
        try files.copy(Path("/proc/self/mem"), to: Path("kept"))
      }
      #expect(files.state(of: Path("kept")) == .missing)
    }
    #endif

    @Test func `a removal deletes only a file, a link or an empty folder`() throws {
      try scratch.write("a", "1")
      symlink("a", scratch.file("link"))
      symlink("folder", scratch.file("to folder"))
      mkdir(scratch.file("folder"), 0o755)
      try scratch.write("folder/b", "2")
      #expect(try files.kind(of: Path("link")) == .link)
      #expect(try files.kind(of: Path("folder")) == .folder)
      try files.remove(Path("link"))
      try files.remove(Path("to folder"))
      #expect(try files.kind(of: Path("link")) == nil)
      #expect(throws: SystemFault(ENOTEMPTY)) { try files.remove(Path("folder")) }
      #expect(try scratch.read("a") == "1" && scratch.read("folder/b") == "2")
      try files.remove(Path("folder/b"))
      try files.remove(Path("folder"))
      #expect(throws: SystemFault(ENOENT)) { try files.remove(Path("folder")) }
      #expect(throws: SystemFault(ENOTDIR)) { try files.remove(Path("a/b")) }
    }

    @Test func `a real path is relative to the root, whatever links lead to the root`() throws {
      try FileManager.default.createDirectory(
        atPath: scratch.file("real/sub"),
        withIntermediateDirectories: true
      )
      symlink("real", scratch.file("root"))
      symlink("sub", scratch.file("real/link"))
      let files = LocalFileSystem(
        resolver: PathResolver(root: scratch.file("root"), home: nil)
      )
      #expect(files.realPath(of: Path("link")) == Path("sub"))
      #expect(files.realPath(of: Path("link/new/file")) == Path("sub/new/file"))
    }

    /// Each kind of file, before and after a change.
    @Test func `a parallel look at many files gives the same results as single looks`() throws {
      mkdir(scratch.file("folder"), 0o700)
      let names = (0..<1500).map { "f\($0)" } + ["folder/inner"]
      for name in names { try scratch.write(name, name) }
      symlink("f1", scratch.file("link"))
      mkfifo(scratch.file("fifo"), 0o600)
      let paths =
        names.map { Path($0) } + ["folder", "fifo", "gone", "f1/below", ""].map { Path($0) }
      var table = StampTable()
      for path in paths { table.append(path, files.state(of: path)) }
      let all = Array(0..<table.count)
      #expect(files.changed(in: table, among: all) == [])

      try scratch.write("f7", "longer than before")
      try scratch.write("gone", "come")
      unlink(scratch.file("f700"))
      unlink(scratch.file("f900"))
      symlink("f1", scratch.file("f900"))
      unlink(scratch.file("f1400"))
      mkdir(scratch.file("f1400"), 0o700)
      let changed = files.changed(in: table, among: all)
      #expect(changed.map { table.path(of: $0).text } == ["f7", "f700", "f900", "f1400", "gone"])
      #expect(changed == all.filter { files.state(of: paths[$0]) != table.state(of: $0) })
      #expect(files.changed(in: table, among: [8, 700]) == [700])
    }
  }
}
