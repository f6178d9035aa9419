internal import PipelineDescription
internal import PipelinePlanning

/// A value that is a JSON object; its method `code` both writes and reads the keys.
protocol FieldCoded: JSONValue {
  /// Makes a value with defaults, before `code` reads its properties.
  init()
  mutating func code(_ fields: inout FieldCoder)
}

/// Writes or reads a JSON object; each call of a method handles one key and its property.
///
/// If a key is absent, `nullable` sets the property to nil, and so does `optional` for a single value. All
/// other methods leave the property unchanged.
struct FieldCoder {
  var writer = JSONWriter()
  /// The object that is being read; nil while writing.
  var object: JSONObject?
  /// Whether the object had all required keys.
  var isComplete = true

  var isReading: Bool { object != nil }

  /// Reads or writes a key that log lines of older versions may lack.
  mutating func field<Value: JSONValue>(_ value: inout Value, _ key: StaticString) {
    guard let object else { return writer.value(value, for: key) }
    if let found: Value = object.value(key) { value = found }
  }

  /// Reads or writes a key without which the object is invalid.
  mutating func required<Value: JSONValue>(_ value: inout Value, _ key: StaticString) {
    var found: Value? = value
    nullable(&found, key)
    if let found { value = found } else { isComplete = false }
  }

  /// Reads or writes a key whose JSON value is null if the property is nil.
  mutating func nullable<Value: JSONValue>(_ value: inout Value?, _ key: StaticString) {
    if let object { value = object.value(key) } else { writer.value(value, for: key) }
  }

  /// Reads or writes a key that is left out if the property is nil.
  mutating func optional<Value: JSONValue>(_ value: inout Value?, _ key: StaticString) {
    if isReading || value != nil { nullable(&value, key) }
  }

  /// Reads or writes a list that is left out if it is empty.
  mutating func optional<Value: JSONValue>(_ values: inout [Value], _ key: StaticString) {
    if isReading || !values.isEmpty { field(&values, key) }
  }

  /// Reads or writes a truth value that is left out if it is false.
  mutating func flag(_ value: inout Bool, _ key: StaticString) {
    if isReading || value { field(&value, key) }
  }

  /// Reads or writes a number that is left out if it is 0.
  mutating func count(_ value: inout Int, _ key: StaticString) {
    if isReading || value != 0 { field(&value, key) }
  }

  /// Reads or writes seconds, rounded to the millisecond.
  mutating func seconds(_ value: inout Double, _ key: StaticString) {
    if isReading { field(&value, key) } else { writer.seconds(value, for: key) }
  }

  /// Reads or writes a time in milliseconds since 1970; the JSON value is ISO 8601 text in UTC.
  mutating func time(_ value: inout Int64, _ key: StaticString) {
    var moment: Int64? = value
    time(&moment, key)
    value = moment ?? value
  }

  mutating func time(_ value: inout Int64?, _ key: StaticString) {
    if let object {
      value = object.text(key).flatMap(Timestamp.init(iso:))?.milliseconds ?? value
    } else if let value {
      writer.string(Timestamp(milliseconds: value).iso(), for: key)
    }
  }

  mutating func reasons(_ reasons: inout [Reason]) {
    if isReading { field(&reasons, "reasons") } else { writer.reasons(reasons) }
  }

  /// Writes keys that are derived from other values; does nothing when reading.
  mutating func derived(_ write: (inout JSONWriter) -> Void) {
    if !isReading { write(&writer) }
  }

  /// Reads or writes keys in a nested object, which log lines of older versions may lack.
  mutating func object(_ key: StaticString, _ body: (inout FieldCoder) -> Void) {
    guard let outer = object else {
      writer.key(key)
      writer.beginObject()
      body(&self)
      return writer.endObject()
    }
    guard let inner = outer.object(key) else { return }
    object = inner
    body(&self)
    object = outer
  }
}

extension FieldCoded {
  func write(to writer: inout JSONWriter) {
    var (value, fields) = (self, FieldCoder())
    swap(&fields.writer, &writer)
    fields.writer.beginObject()
    value.code(&fields)
    fields.writer.endObject()
    swap(&fields.writer, &writer)
  }

  init?(_ document: JSONDocument, _ node: JSONNode) {
    guard let object = JSONObject(document, node) else { return nil }
    var fields = FieldCoder(object: object)
    self.init()
    code(&fields)
    if !fields.isComplete { return nil }
  }
}
