internal import PipelinePlanning

extension RetryFault {
  /// Returns a message about the fault, with its place in the manifest.
  func message(_ place: ManifestPlace) -> Message {
    func message(_ what: String, _ fact: (label: String, value: String)) -> Message {
      Message("\(ownerText(stage)) \(what)", facts: [fact, ("declared", place.text(self.place))])
    }
    switch kind {
    case .count(let count):
      return message("has a retry count that is not from 1 to 1000", ("count", "\(count)"))
        .with(
          hint: "it counts the attempts after the first; for none leave `Retry` out, or write"
            + " `Retry.never`"
        )
    case .delay(let delay):
      return message(
        "has a retry delay that is negative, or longer than a century",
        ("delay", "\(delay) s")
      )
      .with(hint: "write `delay: .seconds(5)`; with 0 there is no wait")
    case .factor(let factor):
      return message(
        "has a retry factor that is below 1, or not finite",
        ("factor", numberText(factor))
      )
      .with(
        hint: "with 1 each delay is as long as the first, with 2 twice as long as the one before"
      )
    case .longestDelay(let delay):
      return message(
        "has a longest retry delay that is negative, or longer than a century",
        ("up to", "\(delay) s")
      )
      .with(hint: "write `upTo: .minutes(5)`")
    case .jitter(let jitter):
      return message("has a retry jitter that is not from 0 to 1", ("jitter", numberText(jitter)))
        .with(hint: "with 0.2 chance adds or takes up to a fifth of a delay")
    case .noFailures:
      return message("has a retry on no failure at all", ("on", "an empty list"))
        .with(hint: "leave `on` out for any failure of a script; for no retry write `Retry.never`")
    case .exitStatus(let status):
      return message(
        "has a retry on an exit status that is not from 1 to 255",
        ("exit", "\(status)")
      )
      .with(hint: "a script that fails ends with one of these; 0 is no failure")
    case .signal(let signal):
      return message("has a retry on a signal that is not from 1 to 64", ("signal", "\(signal)"))
        .with(hint: "`kill -l` lists the numbers: KILL is 9, TERM is 15")
    }
  }
}
