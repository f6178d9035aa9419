import PipelinePlanning
import Testing

/// Paths in normal form, and the conversion of spellings to it.
struct PathTests {
  private let resolver = PathResolver(root: "/srv/project/", home: "/home/user")

  @Test(arguments: [
    ("a", "a"), ("./a", "a"), ("a//b/", "a/b"), ("a/./b", "a/b"), ("a/../b", "b"), (".", ""),
    ("./d/../o", "o"), ("d/..", ""), ("", ""), ("/srv/project/a", "a"), ("/srv/project", ""),
    ("/srv/projects/a", "/srv/projects/a"), ("../x", "/srv/x"), ("../project/a", "a"),
    ("../../../../x", "/x"), ("a/../../x", "/srv/x"), ("/..", "/"), ("/a/../..", "/"),
    ("~/x", "/home/user/x"), ("~", "/home/user"), ("~x", "~x"), ("./~/x", "~/x"), ("..a", "..a"),
    ("...", "..."), ("/srv/project/../other", "/srv/other"),
  ])
  func `every spelling has one normal form`(spelling: String, normal: String) {
    #expect(resolver.path(spelling) == Path(normal))
    // A folder with the real name `~` has its own spelling.
    if normal.hasPrefix("~/") { return }
    #expect(resolver.path(resolver.path(spelling).text) == Path(normal))
  }

  @Test func `two encodings of a letter are two paths`() {
    #expect(Path("\u{E9}") != Path("e\u{301}"))
    #expect(Path("\u{E9}").hashValue == Path("\u{E9}").hashValue)
  }

  @Test func `bytes that are not valid text are shown escaped`() {
    #expect(Path(bytes: Array("bad".utf8) + [0xFF, 0x0A, 0xC3]).text == "bad\\xff\n\\xc3")
    #expect(Path(bytes: Array("é数😀".utf8) + [0x80]).text == "é数😀\\x80")
  }

  @Test(arguments: [
    ("a/b", "a", true), ("a/b/c", "a", true), ("a", "a", false), ("ab", "a", false),
    ("a", "", true), ("", "", false), ("/x", "", false), ("/x", "/", true), ("/", "/", false),
    ("x", "/", false), ("a", "a/b", false),
  ])
  func `no path contains itself or a path that only shares its prefix`(
    path: String,
    folder: String,
    isInside: Bool
  ) {
    #expect(Path(path).isInside(Path(folder)) == isInside)
  }

  @Test func `the parents of a path end at the root`() {
    #expect(Path("a/b").parent == Path("a"))
    #expect(Path("a").parent == .root)
    #expect(Path.root.parent == nil)
    #expect(Path("/a").parent == Path("/"))
    #expect(Path("/").parent == nil)
  }

  @Test func `paths are ordered by their bytes`() {
    #expect(
      ["b", "a/b", "B", "a.b", "é", "a"].map { Path($0) }.sorted().map(\.text)
        == ["B", "a", "a.b", "a/b", "b", "é"]
    )
  }
}
