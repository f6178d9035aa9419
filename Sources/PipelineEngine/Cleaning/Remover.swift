package import PipelinePlanning
package import PipelineSystem

/// Removes files and folders, and continues after errors.
package struct Remover {
  package struct Outcome: Equatable, Sendable {
    package var files = 0
    package var folders = 0
    /// In bytes.
    package var size: Int64 = 0
    package var failures: [(path: Path, fault: SystemFault)] = []

    package static func == (one: Outcome, other: Outcome) -> Bool {
      one.files == other.files && one.folders == other.folders && one.size == other.size
        && one.failures.elementsEqual(other.failures) { $0 == $1 }
    }
  }

  private let files: any FileSystem

  package init(files: any FileSystem) {
    self.files = files
  }

  package func remove(_ cleaning: Cleaning) -> Outcome {
    var outcome = Outcome()
    for item in cleaning.items where remove(item.path, &outcome) {
      outcome.files += 1
      outcome.size += item.size
    }
    for folder in cleaning.folders {
      // A path inside could not be removed, so the folder is not empty; that failure is listed already.
      if outcome.failures.contains(where: { $0.path.isInside(folder) }) { continue }
      if remove(folder, &outcome) { outcome.folders += 1 }
    }
    return outcome
  }

  private func remove(_ path: Path, _ outcome: inout Outcome) -> Bool {
    do throws(SystemFault) {
      try files.remove(path, unlocks: true)
      return true
    } catch {
      // `notThere` means that another process removed it first.
      if error != .notThere { outcome.failures.append((path, error)) }
      return false
    }
  }
}
