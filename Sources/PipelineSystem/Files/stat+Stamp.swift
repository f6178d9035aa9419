internal import PipelinePlanning

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

extension stat {
  /// The time of the last change in nanoseconds since 1970.
  var modified: Int64 {
    #if canImport(Darwin)
    let time = st_mtimespec
    #else
    let time = st_mtim
    #endif
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }

  /// What the runner remembers of it; `link` is the text of the link by which it was reached.
  func stamp(link: String?) -> Stamp {
    switch st_mode & S_IFMT {
    case S_IFREG: Stamp(kind: .file, size: Int64(st_size), modified: modified, link: link)
    case S_IFDIR: Stamp(kind: .folder, size: 0, modified: 0, link: link)
    default: Stamp(kind: .special, size: 0, modified: 0, link: link)
    }
  }
}
