internal import PipelineDescription
internal import PipelinePlanning

/// A value whose properties are the keys of an object: one list of keys writes it and reads it.
protocol FieldCoded: JSONValue {
  /// The value whose properties are read into.
  init()
  mutating func code(_ fields: inout FieldCoder)
}

/// Writes the keys of an object, or reads them: each call names a key and the property that belongs to it.
///
/// Of a key that is not there, `field` and `required` leave the property as it is; the others set nil.
struct FieldCoder {
  /// What has been written so far.
  var writer = JSONWriter()
  /// The object that is read; nil while one is written.
  private(set) var object: JSONObject?
  /// Whether every key was there without which the object means nothing.
  private(set) var isComplete = true

  /// Writes.
  init() {}

  /// Reads.
  init(reading object: JSONObject) {
    self.object = object
  }

  var isReading: Bool { object != nil }

  /// A key that old lines may lack.
  mutating func field<Value: JSONValue>(_ value: inout Value, _ key: StaticString) {
    guard let object else { return writer.value(value, for: key) }
    if let found: Value = object.value(key) { value = found }
  }

  /// A key without which the object means nothing.
  mutating func required<Value: JSONValue>(_ value: inout Value, _ key: StaticString) {
    var found: Value? = value
    nullable(&found, key)
    if let found { value = found } else { isComplete = false }
  }

  /// A key that is null where there is no value.
  mutating func nullable<Value: JSONValue>(_ value: inout Value?, _ key: StaticString) {
    if let object { value = object.value(key) } else { writer.value(value, for: key) }
  }

  /// A key that is there only where there is a value.
  mutating func optional<Value: JSONValue>(_ value: inout Value?, _ key: StaticString) {
    if isReading || value != nil { nullable(&value, key) }
  }

  /// A list that is there only where it has elements.
  mutating func optional<Value: JSONValue>(_ values: inout [Value], _ key: StaticString) {
    if isReading || !values.isEmpty { field(&values, key) }
  }

  /// Seconds, to the millisecond.
  mutating func seconds(_ value: inout Double, _ key: StaticString) {
    if isReading { field(&value, key) } else { writer.seconds(value, for: key) }
  }

  /// A moment in milliseconds since 1970.
  mutating func time(_ value: inout Int64, _ key: StaticString) {
    var moment: Int64? = value
    time(&moment, key)
    value = moment ?? value
  }

  /// A moment that is there only where it is known.
  mutating func time(_ value: inout Int64?, _ key: StaticString) {
    if let object {
      value = object.text(key).flatMap(Timestamp.init(iso:))?.milliseconds ?? value
    } else if let value {
      writer.string(Timestamp(milliseconds: value).iso(), for: key)
    }
  }

  /// Reasons; of very many only the first hundred are written, and how many more there are.
  mutating func reasons(_ reasons: inout [Reason]) {
    if isReading { field(&reasons, "reasons") } else { writer.reasons(reasons) }
  }

  /// Keys that follow from others, and are only written.
  mutating func derived(_ write: (inout JSONWriter) -> Void) {
    if !isReading { write(&writer) }
  }

  /// Keys that stand in an object of their own, which old lines may lack.
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
  /// Writes the value as one object.
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
    var fields = FieldCoder(reading: object)
    self.init()
    code(&fields)
    if !fields.isComplete { return nil }
  }
}
