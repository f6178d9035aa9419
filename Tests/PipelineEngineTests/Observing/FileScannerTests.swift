import PipelineDescription
import PipelinePlanning
import PipelineSystem
import PipelineTestSupport
import Testing

/// Files that patterns match on a disk.
struct FileScannerTests {
  private let files = VirtualFileSystem()

  private func scan(
    _ spelling: String,
    except: [String] = [],
    own: [String] = []
  ) -> [String] {
    set(spelling, except: except, own: own).files.map { file in
      switch file.state {
      case .present(let stamp): file.path.text + (stamp.link.map { " -> " + $0 } ?? "")
      case .missing: file.path.text + " missing"
      case .unreadable(let fault): file.path.text + " error \(fault.number)"
      }
    }
  }

  private func set(
    _ spelling: String,
    except: [String] = [],
    own: [String] = []
  ) -> FileSet {
    let resolver = TestRoot.resolver
    let input = Input(spelling, except: except, place: Place())
    return FileScanner(files: files)
      .set(
        of: InputPattern(input, resolver: resolver),
        apartFrom: own.map { FilePattern($0, resolver: resolver) }
      )
  }

  private func write(_ paths: String...) {
    for path in paths { files.write("x", to: Path(path)) }
  }

  @Test func `a file pattern gives the file itself, present or missing`() {
    write("a")
    #expect(scan("a") == ["a"])
    #expect(scan("b") == ["b missing"])
    #expect(scan("a/b") == ["a/b missing"])
  }

  @Test func `a folder pattern gives every file below it, including dot files`() {
    write("d/b", "d/a", "d/.hidden", "d/sub/deep/c", "e")
    files.folder(Path("d/empty"))
    #expect(scan("d/") == ["d/.hidden", "d/a", "d/b", "d/sub/deep/c"])
    #expect(scan("none/") == ["none missing"])
    #expect(scan("e/") == ["e"])
  }

  @Test func `the scanner skips names that are never data`() {
    write("d/a", "d/.git/x", "d/__pycache__/y", "d/.DS_Store", "d/.pipeline/z")
    #expect(scan("d/") == ["d/a"])
    #expect(scan("d/**") == ["d/a"])
    #expect(scan("d/*/*") == [])
  }

  @Test func `a glob finds its matches and all files in a matched folder`() {
    write("d/a.csv", "d/b.txt", "d/.c.csv", "d/sub/d.csv", "d/sub/.e", "d/x.csv/inner")
    #expect(scan("d/*.csv") == ["d/a.csv", "d/x.csv/inner"])
    #expect(scan("d/**/*.csv") == ["d/a.csv", "d/sub/d.csv", "d/x.csv/inner"])
    #expect(scan("d/**") == ["d/a.csv", "d/b.txt", "d/sub/d.csv", "d/x.csv/inner"])
    #expect(scan("d/s*") == ["d/sub/.e", "d/sub/d.csv"])
    #expect(scan("none/*.csv") == [])
    #expect(scan("d/a.csv/*") == [])
  }

  @Test func `the scanner finds exactly the files that the pattern matches`() {
    write("d/a", "d/sub/b", "d/sub/.c", "d/sub/deep/e", ".f", "d/.g/h")
    for spelling in ["d/*", "d/**", "**", "*/*", "d/", "**/b", "d/s*/**", "d/.*", "[.d]*"] {
      let pattern = FilePattern(spelling, resolver: TestRoot.resolver)
      let found = set(spelling).files.map(\.path)
      #expect(files.paths().filter(pattern.matches) == found, "\(spelling)")
    }
  }

  @Test func `the scanner does not enter excluded folders`() {
    write("d/a", "d/out/b", "d/out/deep/c", "d/x.tmp")
    files.obstructListing(of: Path("d/out"), with: 13)
    #expect(scan("d/**", except: ["d/out/**", "d/*.tmp"]) == ["d/a"])
    #expect(scan("d/", except: ["d/out/", "d/*.tmp"]) == ["d/a"])
    #expect(scan("d/*", except: ["d/*.tmp"], own: ["d/out/"]) == ["d/a"])
    #expect(scan("d/a", own: ["d/a"]) == ["d/a"])
  }

  @Test func `the scanner returns files in byte order`() {
    write("d/b", "d/B", "d/é", "d/a/z", "d/a.x", "d/a", "d/10", "d/9")
    files.write("x", to: Path(bytes: Array("d/bad".utf8) + [0xFF]))
    let found = set("d/*").files.map(\.path)
    #expect(found == found.sorted())
    #expect(found.contains(Path(bytes: Array("d/bad".utf8) + [0xFF])))
  }

  @Test func `two Unicode spellings of a letter are two files`() {
    write("d/\u{E9}", "d/e\u{301}")
    #expect(set("d/*").files.count == 2)
    #expect(set("d/\u{E9}*").files.map(\.path) == [Path("d/\u{E9}")])
  }

  @Test func `the scanner follows links, and the stamp contains the link text`() {
    write("real/a", "real/sub/b")
    files.link(Path("d/file"), to: "../real/a")
    files.link(Path("d/folder"), to: "../real")
    #expect(
      scan("d/") == [
        "d/file -> ../real/a", "d/folder -> ../real", "d/folder/a", "d/folder/sub/b",
      ]
    )
    #expect(scan("d/*/a") == ["d/folder/a"])
    files.link(Path("link"), to: "real")
    #expect(scan("link/") == ["link -> real", "link/a", "link/sub/b"])
  }

  @Test func `a changed link target is a change even if the files are equal`() {
    write("one/a", "two/a")
    files.link(Path("link"), to: "one")
    let before = set("link/")
    files.link(Path("link"), to: "two")
    #expect(set("link/") != before)
  }

  @Test func `the scanner stops at circular links`() {
    write("d/a")
    files.link(Path("d/up"), to: "..")
    files.link(Path("d/self"), to: ".")
    files.link(Path("d/ring"), to: "ring")
    files.link(Path("e/other"), to: "../d")
    files.link(Path("d/e"), to: "../e")
    #expect(scan("d/ring") == ["d/ring error 40"])
    let found = scan("d/")
    #expect(found.contains("d/a"))
    #expect(found.contains("d/ring error 40"))
    #expect(found.count < 20)
  }

  @Test func `a broken link counts as missing`() {
    files.link(Path("d/gone"), to: "nowhere")
    #expect(scan("d/gone") == ["d/gone missing"])
    #expect(scan("d/*") == ["d/gone missing"])
  }

  @Test func `an unreadable file never counts as missing`() {
    write("d/a", "d/sub/b", "d/c")
    files.obstructListing(of: Path("d/sub"), with: 13)
    files.obstruct(Path("d/c"), with: 5)
    #expect(scan("d/") == ["d/a", "d/c error 5", "d/sub error 13"])
    #expect(scan("d/**/*") == ["d/a", "d/c error 5", "d/sub error 13"])
    files.obstruct(Path("d"), with: 13)
    #expect(scan("d/*") == ["d error 13"])
    #expect(scan("d/") == ["d error 13"])
  }

  @Test func `the scanner never opens a pipe`() {
    files.special(Path("d/fifo"))
    #expect(
      set("d/*").files.map(\.state) == [.present(Stamp(kind: .special, size: 0, modified: 0))]
    )
  }

  @Test func `the scanner walks a very deep tree without recursion`() {
    let folder = Path("d")
    var path = folder
    for _ in 0..<300 { path = path.appending("d".utf8) }
    files.write("x", to: path.appending("leaf".utf8))
    #expect(set("d/").files.count == 1)
    #expect(set("d/**/leaf").files.count == 1)
  }
}
