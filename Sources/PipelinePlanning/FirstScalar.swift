extension ArraySlice<UInt8> {
  /// The first character in UTF-8; nil if there is none, or if it is not well formed.
  var firstScalar: Unicode.Scalar? {
    var iterator = makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
    return scalar
  }
}
