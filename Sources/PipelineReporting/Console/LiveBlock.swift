package import PipelinePlanning

/// The lines at the bottom of the terminal during a run, about running and retrying stages and the progress.
package struct LiveBlock: Equatable, Sendable {
  package var progress: Progress
  /// The last line that each stage printed, as plain text.
  package var lastLines: [String: String]
  /// Whether a signal has asked the run to stop.
  package var isStopping: Bool

  private static let longest = 10
  /// With fewer free columns than this, a stage's last printed line is left out.
  private static let leastText = 10

  package init(_ progress: Progress, lastLines: [String: String] = [:], isStopping: Bool = false) {
    self.progress = progress
    self.lastLines = lastLines
    self.isStopping = isStopping
  }

  /// Returns fewer lines than the terminal has rows, from top to bottom, each narrower than the terminal.
  package func lines(in size: TerminalSize, style: Style) -> [BlockLine] {
    let most = max(0, size.rows - 1)
    let empty = BlockLine(room: size.columns - 1, style: style)
    var bottom: [BlockLine] = []
    if isStopping {
      var line = empty
      line.add(stoppingText, .yellow)
      bottom.append(line)
    }
    bottom.append(progress.countsLine(empty, style))
    let room = max(0, most - bottom.count)
    let chosen = chosen(limit: min(Self.longest, max(1, size.rows / 3), room))
    var lines = rows(chosen.running, chosen.retrying, empty)
    let hidden = hiddenText(chosen.running.count, chosen.retrying.count)
    if lines.count < room, !hidden.isEmpty {
      var line = empty
      line.add("… and \(hidden)", .dim)
      lines.append(line)
    }
    return (lines + bottom).suffix(most)
  }

  /// Returns the stages that get a line, which are the longest running ones and some that wait for a retry.
  private func chosen(limit: Int) -> (running: [Progress.Running], retrying: [Progress.Retrying]) {
    let (running, retrying) = (progress.running, progress.retrying)
    // One more stage takes the same space as a line that says "1 more".
    let room = running.count + retrying.count == limit + 1 && limit > 0 ? limit + 1 : limit
    let reserved = min(retrying.count, room / 3)
    let shown = min(running.count, room - reserved)
    let longest = running.enumerated().sorted { left, right in
      (right.element.elapsed, left.offset) < (left.element.elapsed, right.offset)
    }
    return (
      longest.prefix(shown).map(\.element), Array(retrying.prefix(room - shown))
    )
  }

  private func hiddenText(_ running: Int, _ retrying: Int) -> String {
    nonzero([
      (progress.running.count - running, "more running"),
      (progress.retrying.count - retrying, "more retrying"),
    ])
  }

  private func rows(
    _ running: [Progress.Running],
    _ retrying: [Progress.Retrying],
    _ empty: BlockLine
  ) -> [BlockLine] {
    let names = running.map(\.stage) + retrying.map(\.stage)
    let nameWidth = min(columnWidth(of: names), max(6, empty.rest / 3))
    let texts = BlockTimes.texts(running, retrying, width: empty.rest - nameWidth - 4)
    let timeWidth = texts.reduce(0) { max($0, $1.columns) }
    return zip(names, texts).enumerated().map { index, row in
      var line = empty
      line.add(index < running.count ? .start : .retry)
      line.add(row.0.printable, paddedTo: nameWidth)
      line.add("  ")
      let last = index < running.count ? lastLines[row.0] ?? "" : ""
      guard !last.isEmpty, line.rest - timeWidth - 2 >= Self.leastText else {
        line.add(row.1)
        return line
      }
      line.add(row.1, paddedTo: timeWidth)
      line.add("  ")
      line.add(last, .dim)
      return line
    }
  }
}
