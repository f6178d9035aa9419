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
    let home = ["HOME": "/home/x"]
    #if os(Linux)
    #expect(ManifestLoader.cacheFolder { home[$0] } == "/home/x/.cache/pipeline")
    #endif
    let both = ["HOME": "/home/x", "XDG_CACHE_HOME": "/cache"]
    #expect(ManifestLoader.cacheFolder { both[$0] } == "/cache/pipeline")
    let relative = ["HOME": "here", "XDG_CACHE_HOME": "there"]
    #expect(ManifestLoader.cacheFolder { relative[$0] } == nil)
    #expect(ManifestLoader.cacheFolder { _ in nil } == nil)
  }
}
