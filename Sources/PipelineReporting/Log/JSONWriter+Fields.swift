internal import PipelineDescription
internal import PipelinePlanning

extension JSONWriter {
  /// Writes seconds, rounded to the millisecond.
  mutating func seconds(_ value: Double, for key: StaticString) {
    self.key(key)
    let isShown = value.isFinite && value.magnitude < 1e12
    number(isShown ? Double(Int(value * 1000 + (value < 0 ? -0.5 : 0.5))) / 1000 : value)
  }

  mutating func value<Value: JSONValue>(_ value: Value?, for key: StaticString) {
    self.key(key)
    if let value { value.write(to: &self) } else { null() }
  }

  mutating func object<Value>(
    _ value: Value?,
    for key: StaticString,
    _ write: (Value, inout JSONWriter) -> Void
  ) {
    self.key(key)
    if let value { object { write(value, &$0) } } else { null() }
  }

  mutating func objects<Element>(
    _ elements: some Sequence<Element>,
    for key: StaticString,
    _ write: (Element, inout JSONWriter) -> Void
  ) {
    self.key(key)
    array { writer in
      for element in elements { writer.object { write(element, &$0) } }
    }
  }

  /// Returns an indented JSON object with a newline at its end.
  static func text(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter(indented: true)
    writer.object(body)
    return writer.text + "\n"
  }

  mutating func fields(of fault: SystemFault) {
    integer(Int(fault.number), for: "number")
    string(fault.text, for: "words")
  }

  /// Writes at most the first hundred reasons, and the number of all further ones.
  mutating func reasons(_ reasons: [Reason]) {
    key("reasons")
    array { writer in
      for reason in reasons.prefix(100) { reason.write(to: &writer) }
    }
    if reasons.count > 100 { integer(reasons.count - 100, for: "more_reasons") }
  }
}
