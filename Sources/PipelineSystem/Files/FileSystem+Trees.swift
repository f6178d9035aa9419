package import PipelinePlanning

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// What is done to whole trees; links are never followed.
extension FileSystem {
  /// Removes what stands at a path, with all that is in it; nothing happens where nothing is.
  package func removeTree(_ path: Path) throws(SystemFault) {
    var open = [path]
    while let last = open.last {
      do throws(SystemFault) {
        try remove(last)
      } catch  where error.number == ENOENT || error.number == ENOTDIR {
        // Gone already.
      } catch  where error.number == ENOTEMPTY || error.number == EEXIST {
        open += try entries(of: last).map { last.appending($0.name) }
        continue
      } catch {
        throw error
      }
      open.removeLast()
    }
  }
}

extension SystemFault {
  /// Whether two paths lie on two disks, so that nothing can be moved from one to the other.
  package var meansOtherDisk: Bool { number == EXDEV }

  /// A folder is reached by a link, and what it holds is not to be moved or removed.
  package static var linkedFolder: SystemFault {
    SystemFault(
      number: ELOOP,
      words: "it is a link to a folder, and what that holds may be others'"
    )
  }

  /// A folder stands where a file is to be.
  package static var isFolder: SystemFault { SystemFault(EISDIR) }
}
