import PipelinePlanning

@testable import PipelineEngine

/// Sample logs for the tests, in the format that the runner writes.
enum LogSample {
  static func started(_ run: String, process: Int = 7) -> String {
    """
    {"event":"run_started","run":"\(run)","time":"2026-11-20T10:00:00.123Z","version":"0.2.0",\
    "pipeline":"p","arguments":["-k"],"host":"h","process":\(process),"jobs":2,"selected":3,\
    "to_run":2,"may_run":1,"commit":null,"dirty":null}
    """
  }

  static func began(_ run: String, _ stage: String, _ number: Int = 1) -> String {
    """
    {"event":"attempt_started","run":"\(run)","time":"2026-11-20T10:00:01.000Z",\
    "attempt":{"stage":"\(stage)","number":\(number),"output_log":"\(run)/\(stage).\(number)"}}
    """
  }

  static func ended(_ run: String, _ stage: String, _ number: Int = 1, again: Bool = false)
    -> String
  {
    let retry = again ? #"{"decision":"again","after_seconds":5}"# : "null"
    return """
      {"event":"attempt_finished","run":"\(run)","time":"2026-11-20T10:00:02.500Z",\
      "attempt":{"stage":"\(stage)","number":\(number),"started":"2026-11-20T10:00:01.000Z",\
      "seconds":1.5,"end":{"kind":"exited","text":"exit 2","code":2,"script_index":0},\
      "reasons":[{"kind":"forced","text":"forced"}],"scripts":["x"],\
      "output_log":"\(run)/\(stage).\(number)","peak_memory_bytes":1000,"cpu_seconds":0.5,\
      "retry":\(retry)}}
      """
  }

  static func finished(_ run: String, _ stage: String, success: Bool = false) -> String {
    let end =
      success ? #"{"kind":"succeeded","text":"succeeded"}"# : #"{"kind":"exited","text":"exit 2"}"#
    return """
      {"stage":"\(stage)","timestamp":"2026-11-20T10:00:01.000Z","duration_seconds":1.5,\
      "success":\(success),"event":"stage_finished","run":"\(run)","end":\(end),"exit_code":2,\
      "signal":null,"attempts":1,"reasons":[{"kind":"forced","text":"forced"}],"scripts":["x"],\
      "output_log":"\(run)/\(stage).1","left_outputs":false}
      """
  }

  static func over(_ run: String, failed: [String] = ["a"]) -> String {
    let names = failed.map { "\"\($0)\"" }.joined(separator: ",")
    return """
      {"event":"run_finished","run":"\(run)","time":"2026-11-20T10:00:03.000Z","seconds":2.877,\
      "outcome":"failed","counts":{"succeeded":1,"up_to_date":0,"failed":\(failed.count),\
      "blocked":1,"cancelled":0},"failed":[\(names)],"blocked":["c"],"cancelled":[],\
      "signal":null,"stale_downstream":[],"adopted":0}
      """
  }

  static func accepted(_ run: String, _ stage: String) -> String {
    """
    {"event":"accepted","run":"\(run)","time":"2026-11-22T10:00:00.000Z",\
    "accepted":{"stage":"\(stage)","reason":"comment \\"only\\"",\
    "reasons":[{"kind":"forced","text":"forced"}]}}
    """
  }

  /// A complete run: `a` fails, `b` succeeds.
  static func run(_ id: String) -> [String] {
    [
      started(id), began(id, "a"), began(id, "b"), ended(id, "a"), finished(id, "a"),
      finished(id, "b", success: true), over(id),
    ]
  }

  static func history(_ lines: [String], pieceSize: Int = 97) -> RunHistory {
    history(Array((lines.joined(separator: "\n") + "\n").utf8), pieceSize: pieceSize)
  }

  static func history(_ bytes: [UInt8], pieceSize: Int = 97) -> RunHistory {
    RunHistory {
      BackwardLines(size: bytes.count, pieceSize: pieceSize) { position, count in
        Array(bytes[position..<(position + count)])
      }
    }
  }
}
