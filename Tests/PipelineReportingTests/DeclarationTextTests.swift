import PipelineDescription
import PipelinePlanning
import PipelineReporting
import RecordedTexts
import Testing

/// The output of `pipeline manifest`.
struct DeclarationTextTests {
  private func text(@PipelineBuilder _ content: () -> PipelineContent) throws -> String {
    let pipeline = Pipeline("p", content)
    let graph = try Graph(pipeline, resolver: PathResolver(root: "/srv", home: nil))
    return DeclarationText(pipeline, graph: graph, manifest: "Pipeline.swift").text
  }

  @Test func `every clause is a row`() throws {
    let text = try text {
      Jobs(4)
      Limits(cores: 8, memory: .gibibytes(64), ["api": 3])
      Retry(1)
      Stage("fit", "Fit the model") {
        Script("fit.py", "--top", 10, .output("model.json"))
        Inputs("in")
        External(program: "R")
        Environment("REGION")
        Retry(3, delay: .seconds(5), upTo: .minutes(5), on: [.exit(75), .timeout])
        Resources(cores: 2, memory: .gigabytes(1.5))
        Resources(["gpu": 1])
        Exclusive("database")
        Exclusive("license")
        Priority(-10)
      }
      Stage("plot") {
        Command("plot")
        Inputs("model.json")
        Retry.never
      }
    }
    expectRecorded(text)
  }

  @Test(
    arguments: [
      (Retry(2, delay: .seconds(90), factor: 1, jitter: 0), "2 more attempts, after 1 min 30 s"),
      (Retry(2, delay: .zero), "2 more attempts, immediately"),
      (Retry(2, upTo: .zero), "2 more attempts, immediately"),
      (
        Retry(2, delay: .seconds(10), factor: 1.5, upTo: .seconds(2), jitter: 0.125),
        "2 more attempts, after 2 s, ± 12.5 %"
      ),
      (
        Retry(2, delay: .seconds(10), factor: 1.5, upTo: .minutes(2), jitter: 0),
        "2 more attempts, after 10 s, then × 1.5, at most 2 min"
      ),
      (
        Retry(1, jitter: 0, on: [.missingOutput, .signal(9), .signal(64)]),
        "1 more attempt, after 1 s; on a missing output, signal 9 (KILL), signal 64"
      ),
    ]
  )
  func `the retry row describes the retry in words`(retry: Retry, words: String) throws {
    let text = try text {
      retry
      Stage("a") { Command("true") }
    }
    #expect(text.contains("\n  retry       \(words)\n"))
  }

  @Test(
    arguments: [
      (8e9, "8 GB"), (8_589_934_592, "8 GiB"), (1_048_576_000, "1000 MiB"), (1e15, "1000 TB"),
      (1, "1 B"), (1234, "1234 B"), (1500, "1.5 kB"), (1536, "1.5 KiB"),
      (107_374_182, "107374182 B"),
      (1_099_511_627_776, "1 TiB"), (524_288_000, "500 MiB"), (999e6, "999 MB"),
    ] as [(Double, String)]
  )
  func `memory is shown in the largest exact unit`(bytes: Double, words: String) throws {
    let text = try text {
      Limits(memory: MemorySize(bytes: bytes))
      Stage("a") { Command("true") }
    }
    #expect(text.contains("\n  limits      memory \(words)\n"))
  }
}
