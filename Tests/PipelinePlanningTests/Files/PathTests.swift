import PipelinePlanning
import Testing

/// Paths in normal form, and how spellings become them.
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
    // A folder that is really called `~` has a spelling of its own.
    if normal.hasPrefix("~/") { return }
    #expect(resolver.path(resolver.path(spelling).text) == Path(normal))
  }

  @Test func `two spellings of a letter are two paths`() {
    #expect(Path("\u{E9}") != Path("e\u{301}"))
    #expect(Path("\u{E9}").hashValue == Path("\u{E9}").hashValue)
  }

  @Test func `bytes that are no text are shown escaped`() {
    #expect(Path(bytes: Array("bad".utf8) + [0xFF, 0x0A, 0xC3]).text == "bad\\xff\n\\xc3")
    #expect(Path(bytes: Array("é数😀".utf8) + [0x80]).text == "é数😀\\x80")
  }

  @Test(arguments: [
    ("a/b", "a", true), ("a/b/c", "a", true), ("a", "a", false), ("ab", "a", false),
    ("a", "", true), ("", "", false), ("/x", "", false), ("/x", "/", true), ("/", "/", false),
    ("x", "/", false), ("a", "a/b", false),
  ])
  func `nothing lies in itself or in a name that only begins alike`(
    path: String,
    folder: String,
    isInside: Bool
  ) {
    #expect(Path(path).isInside(Path(folder)) == isInside)
  }

  @Test func `the way up ends at the root`() {
    #expect(Path("a/b").parent == Path("a"))
    #expect(Path("a").parent == .root)
    #expect(Path.root.parent == nil)
    #expect(Path("/a").parent == Path("/"))
    #expect(Path("/").parent == nil)
  }

  @Test func `order is that of bytes`() {
    #expect(
      ["b", "a/b", "B", "a.b", "é", "a"].map { Path($0) }.sorted().map(\.text)
        == ["B", "a", "a.b", "a/b", "b", "é"]
    )
  }
}
