internal import PipelineDescription
package import PipelinePlanning

extension Event.Warning {
  /// The warning in words.
  ///
  /// - Parameter time: The zone in which times are shown.
  /// - Returns: The message.
  package func message(_ time: TimeDisplay = .utc) -> Message {
    switch self {
    case .upstreamStale(let stage, let upstream, let reason):
      Message(
        "stage \(stage.ticked) reads from \(upstream.ticked), which is stale and not selected",
        facts: [("reason", reason.text(time))],
        hint: "`pipeline --to \(stage.printable)` runs what it needs first"
      )
    case .inputChangedMeanwhile(let stage, let path):
      Message(
        "\(path.ticked) changed while stage \(stage.ticked) ran: the stage is stale again"
      )
    case .outputKept(let stage, let path, let copy):
      Message(
        "output \(path.ticked) of stage \(stage.ticked) was changed by hand: a copy was kept",
        facts: [("copy", copy)]
      )
    case .futureTime(let stage, let path):
      Message(
        "\(path.ticked), which stage \(stage.ticked) reads, has a time in the future",
        hint: "`touch \(shellQuoted(path))` gives it the time of now"
      )
    case .recordsDamaged(let count):
      Message(
        "\(counted(count, "record")) could not be read:"
          + " what \(count == 1 ? "it" : "they") told of runs again"
      )
    case .recordsNotWritten(let fault):
      Message(
        "the records could not be written: what ran now runs again next time",
        facts: [("system", "\(fault.words) (errno \(fault.number))")]
      )
    case .leftover(let stage, let run, let processes):
      Message(
        "something that stage \(stage.ticked) started in an earlier run is still alive",
        facts: [("run", run)]
          + (processes.isEmpty
            ? [] : [("processes", processes.map(String.init).joined(separator: ", "))]),
        hint: processes.isEmpty
          ? nil : "`kill \(processes.map(String.init).joined(separator: " "))` ends it"
      )
    case .manifestChanged(let path):
      Message("\(path.ticked) changed after the run began: the run goes by what it said before")
    case .noCache(let path):
      Message(
        "the cache folder \(path.ticked) cannot be used: the manifest is compiled each time",
        hint: "`XDG_CACHE_HOME` names another"
      )
    }
  }
}
