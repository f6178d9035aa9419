/// A frame of the records file has the length and CRC-32 of a payload, the CRC-32 of both, and the payload.
///
/// The numbers have four bytes each, little-endian. Without the third, a damaged length that points past the
/// end of the file would look like a frame that a crash cut short.
enum RecordFrame {
  enum Found: Equatable {
    case whole(payload: Range<Int>)
    /// The file ends inside the head, or inside the payload after a valid head.
    case cut
    case damaged
  }

  private static let headSize = 12

  static func bytes(_ payload: [UInt8]) -> [UInt8] {
    var head = ByteWriter()
    head.fixed(UInt32(payload.count))
    head.fixed(Checksum.crc32(payload[...]))
    head.fixed(Checksum.crc32(head.bytes[...]))
    return head.bytes + payload
  }

  static func find(in bytes: [UInt8], at position: Int) -> Found {
    let start = position + headSize
    guard start <= bytes.count else { return .cut }
    var head = ByteReader(bytes[position..<start])
    guard let length = head.fixed32(), let checksum = head.fixed32(),
      head.fixed32() == Checksum.crc32(bytes[position..<(start - 4)])
    else { return .damaged }
    guard Int(length) <= bytes.count - start else { return .cut }
    let payload = start..<(start + Int(length))
    return Checksum.crc32(bytes[payload]) == checksum ? .whole(payload: payload) : .damaged
  }
}

enum Checksum {
  /// Computes CRC-32 as in ISO 3309 and zlib (reflected 0xEDB88320, initial value and final XOR all ones).
  static func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var value: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      value = table[Int(UInt8(truncatingIfNeeded: value) ^ byte)] ^ (value >> 8)
    }
    return ~value
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
    }
  }
}
