import Foundation
import PipelineLoading
import PipelineSystem
import Testing

struct CacheFolderTests {
  @Test func `the cache removes old entries and keeps recently used ones`() throws {
    let project = try ManifestProject()
    let cache = CacheFolder(path: "\(project.root)/a/b")
    #expect(cache.prepare() == nil)
    for (name, days) in [("old", 31), ("used", 31), ("young", 29)] {
      try project.write("x", to: "a/b/things/\(name)")
      var times = [timeval](
        repeating: timeval(tv_sec: time(nil) - days * 86_400, tv_usec: 0),
        count: 2
      )
      utimes(cache.path(of: "things/\(name)"), &times)
    }
    #expect(cache.uses("things/used"))
    #expect(!cache.uses("things/none"))
    cache.removeEntries(of: "things", unusedForDays: 30)
    #expect(try CacheFolder.names(in: cache.path(of: "things")).sorted() == ["used", "young"])
  }

  @Test func `the cache is in the user's cache folder`() {
    #if os(Linux)
    #expect(
      ManifestLoader.cacheFolder(variable: { _ in nil }, home: "/home/x")
        == "/home/x/.cache/pipeline"
    )
    #endif
    for (variable, folder) in [("/cache", "/cache/pipeline"), ("there", nil), (nil, nil)] {
      #expect(ManifestLoader.cacheFolder(variable: { _ in variable }, home: nil) == folder)
    }
  }

  @Test func `the home folder is the variable's value, or that of the password file`() {
    #expect(HomeFolder.path("/home/x") == "/home/x")
    let own = HomeFolder.path(nil)
    #expect(own?.hasPrefix("/") ?? true)
    #expect(HomeFolder.path("") == own)
    #expect(HomeFolder.path("here") == own)
  }

  @Test func `the next compilation removes the work folders of dead processes only`() throws {
    let project = try ManifestProject()
    let cache = CacheFolder(path: "\(project.root)/cache")
    #expect(cache.prepare() == nil)
    try project.write("x", to: "cache/work/dead/file")
    let used = try cache.makeWorkFolder()
    let second = try cache.makeWorkFolder()
    let names = try CacheFolder.names(in: cache.path(of: "work")).sorted()
    #expect(names.map { cache.path(of: "work/\($0)") } == [used.path, second.path].sorted())
  }
}
