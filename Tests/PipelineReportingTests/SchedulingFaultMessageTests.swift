import PipelineDescription
import PipelinePlanning
import PipelineReporting
import Testing

/// The words of the faults of `Retry`, `Jobs`, `Resources`, `Limits` and `Exclusive`.
struct SchedulingFaultMessageTests {
  @Test(
    arguments: [
      (
        .count(0),
        """
        error: stage `a` has a retry count that is not from 1 to 1000
          count:     0
          declared:  Pipeline.swift:3
        hint: it counts the attempts after the first; for none leave `Retry` out, or write `Retry.never`
        """
      ),
      (
        .delay(-5),
        """
        error: stage `a` has a retry delay that is negative, or longer than a century
          delay:     -5.0 s
          declared:  Pipeline.swift:3
        hint: write `delay: .seconds(5)`; with 0 there is no wait
        """
      ),
      (
        .factor(0.5),
        """
        error: stage `a` has a retry factor that is below 1, or not finite
          factor:    0.5
          declared:  Pipeline.swift:3
        hint: with 1 each delay is as long as the first, with 2 twice as long as the one before
        """
      ),
      (
        .longestDelay(.infinity),
        """
        error: stage `a` has a longest retry delay that is negative, or longer than a century
          up to:     inf s
          declared:  Pipeline.swift:3
        hint: write `upTo: .minutes(5)`
        """
      ),
      (
        .jitter(20),
        """
        error: stage `a` has a retry jitter that is not from 0 to 1
          jitter:    20
          declared:  Pipeline.swift:3
        hint: with 0.2 chance adds or takes up to a fifth of a delay
        """
      ),
      (
        .noFailures,
        """
        error: stage `a` has a retry on no failure at all
          on:        an empty list
          declared:  Pipeline.swift:3
        hint: leave `on` out for any failure of a script; for no retry write `Retry.never`
        """
      ),
      (
        .exitStatus(256),
        """
        error: stage `a` has a retry on an exit status that is not from 1 to 255
          exit:      256
          declared:  Pipeline.swift:3
        hint: a script that fails ends with one of these; 0 is no failure
        """
      ),
      (
        .signal(65),
        """
        error: stage `a` has a retry on a signal that is not from 1 to 64
          signal:    65
          declared:  Pipeline.swift:3
        hint: `kill -l` lists the numbers: KILL is 9, TERM is 15
        """
      ),
    ] as [(RetryFault.Kind, String)]
  )
  func `a fault of a retry`(kind: RetryFault.Kind, text: String) {
    let fault = GraphFault.retry(RetryFault(kind, stage: "a", place: Place(3)))
    #expect(fault.message(manifest: "Pipeline.swift").text() == text)
  }

  @Test(
    arguments: [
      (
        ResourceFault(.badName, name: "my gpu", stage: "a", place: Place(3)),
        """
        error: stage `a` takes `my gpu`, which cannot be the name of a resource
          declared:  Pipeline.swift:3
        hint: use 1 to 100 letters, digits, `.`, `_` and `-`, the first no `-` and no `.`
        """
      ),
      (
        ResourceFault(.badAmount(0), name: "gpu", stage: nil, place: Place(3)),
        """
        error: the pipeline has a limit of `gpu` that is not a whole number from 1 to a billion
          amount:    0
          declared:  Pipeline.swift:3
        hint: what takes of it could never run: give it 1 at least
        """
      ),
      (
        ResourceFault(.badAmount(1.5), name: "gpu", stage: "a", place: Place(3)),
        """
        error: stage `a` takes an amount of `gpu` that is not a whole number from 1 to a billion
          amount:    1.5
          declared:  Pipeline.swift:3
        hint: what is not named is not taken
        """
      ),
      (
        ResourceFault(.badAmount(1.5), name: "memory", stage: "a", place: Place(3)),
        """
        error: stage `a` takes an amount of memory that is not whole bytes, from 1 B to 1000 TB
          memory:    1.5 B
          declared:  Pipeline.swift:3
        hint: write `memory: .gigabytes(8)`, in JSON `"memory": "8GB"`
        """
      ),
      (
        ResourceFault(
          .declaredTwice(firstPlace: Place(2)),
          name: "gpu",
          stage: "a",
          place: Place(3)
        ),
        """
        error: stage `a` takes `gpu` twice
          declared:  Pipeline.swift:3
          first:     Pipeline.swift:2
        hint: remove one of the two
        """
      ),
      (
        ResourceFault(
          .declaredTwice(firstPlace: Place(2)),
          name: "gpu",
          stage: nil,
          place: Place(3)
        ),
        """
        error: the pipeline limits `gpu` twice
          declared:  Pipeline.swift:3
          first:     Pipeline.swift:2
        hint: remove one of the two
        """
      ),
      (
        ResourceFault(
          .exclusiveTwice(firstPlace: Place(2)),
          name: "db",
          stage: "a",
          place: Place(3)
        ),
        """
        error: stage `a` declares `db` as exclusive twice
          declared:  Pipeline.swift:3
          first:     Pipeline.swift:2
        hint: remove one of the two
        """
      ),
      (
        ResourceFault(.exclusiveAndTaken(place: Place(2)), name: "db", stage: "a", place: Place(3)),
        """
        error: stage `a` declares `db` both as exclusive and as a resource
          declared:  Pipeline.swift:3
          resource:  Pipeline.swift:2
        hint: remove one of the two: of what is exclusive there is one, and the stage takes it
        """
      ),
      (
        ResourceFault(.exclusiveOfMachine, name: "cores", stage: "a", place: Place(3)),
        """
        error: stage `a` declares `cores` as exclusive, and that belongs to the machine
          declared:  Pipeline.swift:3
        hint: say how much the stage takes: `Resources(cores: 2)`
        """
      ),
      (
        ResourceFault(
          .exclusiveWithLimit(3, place: Place(2)),
          name: "db",
          stage: "a",
          place: Place(3)
        ),
        """
        error: stage `a` declares `db` as exclusive, and the pipeline has another limit than 1
          declared:  Pipeline.swift:3
          limit:     3, declared in Pipeline.swift:2
        hint: remove the limit, or take a part of it: `Resources(["db": 1])`
        """
      ),
      (
        ResourceFault(.otherCase("db", place: Place(2)), name: "DB", stage: "a", place: Place(3)),
        """
        error: `DB` differs only in case from the resource `db`
          declared:  Pipeline.swift:3
          first:     Pipeline.swift:2
        hint: write it the same everywhere
        """
      ),
      (
        ResourceFault(.otherCase("cores", place: nil), name: "Cores", stage: "a", place: Place(3)),
        """
        error: `Cores` differs only in case from the resource `cores`
          declared:  Pipeline.swift:3
        hint: write it the same everywhere
        """
      ),
    ] as [(ResourceFault, String)]
  )
  func `a fault of a resource`(fault: ResourceFault, text: String) {
    #expect(GraphFault.resource(fault).message(manifest: "Pipeline.swift").text() == text)
  }

  @Test func `a fault of jobs`() {
    #expect(
      GraphFault.badJobs(0, place: Place(3)).message(manifest: "Pipeline.swift").text() == """
        error: the pipeline has a number of jobs that is not from 1 to a million
          jobs:      0
          declared:  Pipeline.swift:3
        hint: leave `Jobs` out for as many as the machine has cores
        """
    )
  }
}
