internal import PipelinePlanning

extension RetryFault {
  func message(_ place: ManifestPlace) -> Message {
    func message(_ what: String, _ fact: (label: String, value: String)) -> Message {
      Message("\(ownerText(stage)) \(what)", facts: [fact, ("declared", place.text(self.place))])
    }
    switch kind {
    case .count(let count):
      return message("has a retry count outside 1 to 1000", ("count", "\(count)"))
        .with(
          hint:
            "the count excludes the first attempt; to never retry, write `Retry.never`"
        )
    case .delay(let delay):
      return message(
        "has a retry delay that is negative or longer than a century",
        ("delay", "\(delay) s")
      )
      .with(hint: "write `delay: .seconds(5)`; 0 means no delay")
    case .factor(let factor):
      return message(
        "has a retry factor that is less than 1 or not finite",
        ("factor", numberText(factor))
      )
      .with(
        hint: "1 keeps the delay constant; 2 doubles it after each attempt"
      )
    case .longestDelay(let delay):
      return message(
        "has a maximum retry delay that is negative or longer than a century",
        ("up to", "\(delay) s")
      )
      .with(hint: "write `upTo: .minutes(5)`")
    case .jitter(let jitter):
      return message("has a retry jitter outside 0 to 1", ("jitter", numberText(jitter)))
        .with(hint: "0.2 varies each delay at random by up to 20 %")
    case .noFailures:
      return message("has a retry with an empty list of failures", ("on", "an empty list"))
        .with(
          hint:
            "without `on`, every failure of a script is retried; to never retry, write `Retry.never`"
        )
    case .exitStatus(let status):
      return message(
        "has a retry for an exit status outside 1 to 255",
        ("exit", "\(status)")
      )
      .with(hint: "a script that fails exits with 1 to 255")
    case .signal(let signal):
      return message("has a retry for a signal outside 1 to 64", ("signal", "\(signal)"))
        .with(hint: "`kill -l` lists the numbers: KILL is 9, TERM is 15")
    }
  }
}
