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

  /// Removes all that is in a folder.
  package func removeContents(of folder: Path) throws(SystemFault) {
    for entry in try entries(of: folder) { try removeTree(folder.appending(entry.name)) }
  }

  /// Whether anything stands at a path, a link that leads nowhere included.
  package func isThere(_ path: Path) throws(SystemFault) -> Bool {
    guard let parent = path.parent else { return true }
    do throws(SystemFault) {
      return try entries(of: parent).contains { $0.name.elementsEqual(path.name) }
    } catch {
      if error.number == ENOENT || error.number == ENOTDIR { return false }
      throw error
    }
  }
}

extension SystemFault {
  /// Whether two paths lie on two disks, so that nothing can be moved from one to the other.
  package var meansOtherDisk: Bool { number == EXDEV }
}
