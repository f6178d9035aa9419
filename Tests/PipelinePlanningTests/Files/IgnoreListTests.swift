import PipelineDescription
import Testing

@testable import PipelinePlanning

/// The files that are never part of a folder or a glob.
struct IgnoreListTests {
  @Test(
    arguments: [
      (".#a.csv", true), ("#a.csv#", true), ("a.csv~", true), (".a.csv.swp", true),
      (".a.swo", true), ("~$a.docx", true), (".nfs00012a", true), (".DS_Store", true),
      ("Thumbs.db", true), (".git", true), (".pipeline", true), ("a.csv", false), (".env", false),
      ("a#", false), ("~a", false), ("thumbs.db", false), ("a.swp", false), ("", false),
      ("__pycache__", false), (".ipynb_checkpoints", false),
    ]
  )
  func `the names of editors and systems are ignored`(name: String, isIgnored: Bool) {
    #expect(IgnoreList.standard.contains(Array(name.utf8)[...], isFolder: false) == isIgnored)
  }

  @Test(arguments: ["__pycache__", ".ipynb_checkpoints", ".git", "a~"])
  func `the names of folders are ignored`(name: String) {
    #expect(IgnoreList.standard.contains(Array(name.utf8)[...], isFolder: true))
  }

  private func pattern(_ text: String, except: [String] = [], ignore: [String] = []) -> FilePattern
  {
    let resolver = PathResolver(root: "/root", home: nil)
    var pattern = FilePattern(text, resolver: resolver)
    pattern.except = except.map { FilePattern($0, resolver: resolver) }
    pattern.ignored = .standard.adding(ignore, resolver)
    return pattern
  }

  @Test(
    arguments: [
      ("d/", [], [], "d/a", false), ("d/", [], [], "d/a~", true), ("d/", [], [], "e/a~", false),
      ("d/", [], [], "d/__pycache__/x", true), ("d/", [], [], "d/__pycache__", false),
      ("d/", ["d/notes/"], [], "d/notes/x", true), ("d/", ["d/*.txt"], [], "d/a.txt", true),
      ("d/", ["d/*.txt"], [], "d/e/a.txt", false), ("d/**", ["d/x/**"], [], "d/x/y", true),
      ("d/", [], ["*.bak"], "d/e/.a.bak", true), ("d/", [], ["tmp/"], "d/tmp/a", true),
      ("d/", [], ["d/old/"], "d/old/a", true), ("d/", [], ["d/old/"], "d/e/old/a", false),
      ("/x/y/", [], ["*.bak"], "/x/y/a.bak", true), ("d/a~", [], [], "d/a~", false),
    ] as [(String, [String], [String], String, Bool)]
  )
  func `a pattern leaves out exceptions and ignored files`(
    text: String,
    except: [String],
    ignore: [String],
    path: String,
    isLeftOut: Bool
  ) {
    let pattern = pattern(text, except: except, ignore: ignore)
    #expect(pattern.leavesOut(Path(path)) == isLeftOut)
    if isLeftOut { #expect(!pattern.matches(Path(path))) }
  }

  @Test(arguments: ["d/x/", "d/x/**", "d/*", "**/x/"])
  func `an exception covers a folder in every spelling`(exception: String) {
    #expect(pattern("d/", except: [exception]).leavesOut(Path("d/x"), isFolder: true))
    #expect(!pattern("d/", except: [exception]).leavesOut(Path("e/x"), isFolder: true))
  }
}
