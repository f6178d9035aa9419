extension ArraySlice<UInt8> {
  /// The first UTF-8 scalar; nil if the slice is empty or does not begin with valid UTF-8.
  var firstScalar: Unicode.Scalar? {
    var iterator = makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
    return scalar
  }
}
