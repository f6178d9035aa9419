/// The clauses that say when stages run, how many at once, and how often again.
extension ManifestForm {
  /// A `Retry` of which only the count is given is that number where there are no lines.
  func retry(_ retry: Retry?, to writer: inout JSONWriter) {
    guard let retry else { return }
    writer.key("retry")
    guard retry != .never else { return writer.string("never") }
    guard hasLines || retry != Retry(count: retry.count, line: retry.line) else {
      return writer.integer(retry.count)
    }
    writer.object { writer in
      writer.key("count")
      writer.integer(retry.count)
      writer.key("delay")
      number(retry.delay, to: &writer)
      writer.key("factor")
      number(retry.factor, to: &writer)
      writer.key("up_to")
      number(retry.longestDelay, to: &writer)
      writer.key("jitter")
      number(retry.jitter, to: &writer)
      if let failures = retry.failures {
        // An empty list says something else than none: it is a fault, found later.
        writer.key("on")
        writer.array { writer in
          for item in failures { failure(item, to: &writer) }
        }
      }
      line(retry.line, to: &writer)
    }
  }

  private func failure(_ failure: Retry.Failure, to writer: inout JSONWriter) {
    switch failure {
    case .exit(let status):
      writer.object { writer in
        writer.key("exit")
        writer.integer(status)
      }
    case .signal(let signal):
      writer.object { writer in
        writer.key("signal")
        writer.integer(signal)
      }
    case .timeout: writer.string("timeout")
    case .missingOutput: writer.string("missing_output")
    }
  }

  func jobs(_ jobs: Jobs?, to writer: inout JSONWriter) {
    guard let jobs else { return }
    writer.key("jobs")
    numbered("count", jobs.count, line: jobs.line, to: &writer)
  }

  func priority(_ priority: Priority?, to writer: inout JSONWriter) {
    guard let priority else { return }
    writer.key("priority")
    numbered("value", priority.value, line: priority.line, to: &writer)
  }

  /// Writes a whole number that has nothing beside it: as it is where there are no lines.
  private func numbered(
    _ key: StaticString,
    _ value: Int,
    line: Int,
    to writer: inout JSONWriter
  ) {
    guard hasLines else { return writer.integer(value) }
    writer.object { writer in
      writer.key(key)
      writer.integer(value)
      self.line(line, to: &writer)
    }
  }

  /// Writes amounts by name where that says it all, else a list of objects.
  ///
  /// A name that comes twice is a fault of the manifest, and must reach the check of it.
  func amounts(_ key: StaticString, _ amounts: [ResourceAmount], to writer: inout JSONWriter) {
    guard !amounts.isEmpty else { return }
    guard !hasLines, Set(amounts.map { Array($0.name.utf8) }).count == amounts.count else {
      return list(key, amounts, to: &writer) { amount, writer in
        writer.object { writer in
          writer.key("name")
          writer.string(amount.name)
          writer.key("amount")
          number(amount.amount, to: &writer)
          line(amount.line, to: &writer)
        }
      }
    }
    writer.key(key)
    writer.object { writer in
      for amount in amounts {
        writer.key(amount.name)
        number(amount.amount, to: &writer)
      }
    }
  }
}
