extension Reason {
  /// Whether only the time of a file differs, as after a `touch` or a checkout.
  package var isOnlyTime: Bool {
    guard case .file(_, _, .changed(let old, let new)) = self else { return false }
    return new.differsOnlyInTime(from: old)
  }
}

extension Stamp {
  /// Whether two stamps of a file are equal apart from the time, so that the bytes are probably the same.
  package func differsOnlyInTime(from other: Stamp) -> Bool {
    var same = other
    same.modified = modified
    return kind == .file && modified != other.modified && self == same
  }
}

extension Plan {
  /// Returns the number of stages that must run only because the times of files differ.
  ///
  /// Stages compared by content do not count: their files have been read, and differ. The result is 0 if
  /// fewer files than `leastFiles` are concerned. An edit often keeps the size of one file, hardly of several.
  package func countOnlyTimes(
    leastFiles: Int = 1,
    except isByContent: (StageID) -> Bool
  ) -> Int {
    var files: Set<Path> = []
    let count = entries.count { entry in
      guard case .run(let reasons) = entry.verdict, !reasons.isEmpty,
        reasons.allSatisfy(\.isOnlyTime), !isByContent(entry.stage)
      else { return false }
      for case .file(_, let path, _) in reasons { files.insert(path) }
      return true
    }
    return files.count < leastFiles ? 0 : count
  }
}
