import PipelinePlanning
import PipelineTestSupport
import Synchronization

/// The user of a simulated root: edits sources and outputs, and knows what must then be where.
final class User: Sendable {
  private struct Version {
    var text: String
    var modified: Int64
  }

  private struct State {
    /// The sources as the user left them; nil for one that was removed.
    var sources: [String: String?] = [:]
    var versions: [String: [Version]] = [:]
    /// What was written by hand into outputs and must not be lost, by path.
    var handWork: [String: String] = [:]
    var count = 0
    /// What was edited since the last call of `beginCommand`.
    var edited: Set<String> = []
  }

  private let machine: Machine
  private let host: ScriptHost
  private let state = Mutex(State())
  private var disk: VirtualFileSystem { machine.disk }

  init(machine: Machine, host: ScriptHost) {
    self.machine = machine
    self.host = host
  }

  /// The paths of all sources that there ever were, in byte order.
  var sources: [String] { state.withLock { $0.sources.keys.sorted(by: CleanBuild.precedes) } }

  /// What was edited since the command began.
  var edited: Set<String> { state.withLock { $0.edited } }

  func beginCommand() { state.withLock { $0.edited = [] } }

  private func noteEdit(_ path: String, _ words: String) {
    machine.tell("user \(words) \(path)")
    machine.noteChange()
    state.withLock { _ = $0.edited.insert(path) }
  }

  // MARK: Sources

  /// Writes a source anew, most often with as many bytes as before.
  func writeSource(_ path: String) {
    let length = machine.happens(80) ? 3 : machine.number(4...5)
    let text = state.withLock { state in
      state.count += 1
      let digits = String(state.count)
      return "v" + String(repeating: "0", count: max(0, length - digits.count)) + digits
    }
    disk.write(text, to: Path(path))
    noteVersion(path, text)
    noteEdit(path, "writes `\(text)` to")
  }

  private func noteVersion(_ path: String, _ text: String) {
    let modified = disk.state(of: Path(path)).stamp?.modified ?? 0
    state.withLock { state in
      state.sources[path] = .some(text)
      state.versions[path, default: []].append(Version(text: text, modified: modified))
    }
  }

  func touchSource(_ path: String) {
    disk.touch(Path(path))
    noteEdit(path, "touches")
  }

  func removeSource(_ path: String) {
    disk.erase(Path(path))
    state.withLock { $0.sources[path] = .some(nil) }
    noteEdit(path, "removes")
  }

  /// Puts an older version of a source back, with the time that it had.
  ///
  /// Not one that has the size and the time of another: nobody could tell them apart.
  func restoreSource(_ path: String) {
    let versions = state.withLock { $0.versions[path] ?? [] }
    let clear = versions.filter { one in
      !versions.contains {
        $0.modified == one.modified && $0.text.count == one.text.count && $0.text != one.text
      }
    }
    guard !clear.isEmpty else { return }
    let version = machine.pick(clear)
    disk.write(version.text, to: Path(path), modified: version.modified)
    state.withLock { $0.sources[path] = .some(version.text) }
    noteEdit(path, "puts back `\(version.text)` as")
  }

  /// Writes the sources anew that were removed.
  func restoreAll() {
    for path in sources where disk.text(of: Path(path)) == nil { writeSource(path) }
  }

  /// Checks that every source is as the user left it.
  func checkSources(rewritten: Set<String>) {
    for (path, text) in state.withLock({ $0.sources }) {
      let found = disk.text(of: Path(path))
      let isRight = rewritten.contains(path) ? found.map(PureWork.plain) == text : found == text
      if !isRight {
        machine.fail("\(path) is `\(found ?? "missing")`, the user left `\(text ?? "missing")`")
      }
    }
  }

  // MARK: Outputs

  /// Writes an output by hand; what a script that is alive writes is left alone.
  ///
  /// An edit within the tick of the disk's clock in which the output was written leaves no trace if it has
  /// the same size, as docs/reliability.md says; so a tick passes first.
  func writeOutput(_ path: String, isProtected: Bool) {
    if host.isWriting(path) { return }
    waitForTick(path)
    let text = state.withLock { state in
      state.count += 1
      let text = "by hand \(state.count)"
      state.handWork[path] = isProtected ? text : nil
      return text
    }
    disk.write(text, to: Path(path))
    noteEdit(path, "writes `\(text)` to the output")
  }

  func touchOutput(_ path: String) {
    if host.isWriting(path) || disk.text(of: Path(path)) == nil { return }
    disk.touch(Path(path))
    noteEdit(path, "touches the output")
  }

  func removeOutput(_ path: String) {
    if host.isWriting(path) { return }
    disk.erase(Path(path))
    state.withLock { $0.handWork[path] = nil }
    noteEdit(path, "removes the output")
  }

  private func waitForTick(_ path: String) {
    guard let modified = disk.state(of: Path(path)).stamp?.modified else { return }
    while disk.stamp <= modified, disk.stamp > modified - 10_000_000_000 {
      disk.tick(100_000_000)
    }
  }

  /// From here on what was written by hand into some outputs may be lost, as the manual says.
  func giveUpHandWork(where isLost: (String) -> Bool) {
    state.withLock { state in state.handWork = state.handWork.filter { !isLost($0.key) } }
  }

  /// Checks that what was written by hand is in its place or kept.
  func checkHandWork() {
    for (path, text) in state.withLock({ $0.handWork }).sorted(by: { $0.key < $1.key }) {
      if disk.text(of: Path(path)) == text { continue }
      let copies = disk.paths().filter { disk.text(of: $0) == text }.map(\.text)
      let isKept = copies.contains { $0.contains(".pipeline/kept/") }
      // What is aside comes back, or is checked again.
      if !isKept, !copies.contains(where: { $0.contains(".pipeline/aside/") }) {
        machine.fail("`\(text)`, written by hand to \(path), is lost")
      }
      // Nobody removes what is kept.
      if isKept { state.withLock { $0.handWork[path] = nil } }
    }
  }
}
