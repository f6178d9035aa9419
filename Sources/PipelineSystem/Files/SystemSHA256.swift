internal import Foundation

#if canImport(CommonCrypto)
internal import CommonCrypto

/// SHA-256 by CommonCrypto, which uses the processor's own instructions.
final class SystemSHA256 {
  private var context = CC_SHA256_CTX()

  /// Begins a digest; nil if the system cannot compute it.
  init?() {
    guard CC_SHA256_Init(&context) == 1 else { return nil }
  }

  /// Takes the next bytes.
  func update(_ bytes: [UInt8]) { CC_SHA256_Update(&context, bytes, CC_LONG(bytes.count)) }

  /// Returns the digest of all bytes taken; takes no more after it.
  func digest() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(CC_SHA256_DIGEST_LENGTH))
    CC_SHA256_Final(&digest, &context)
    return digest
  }
}
#else
/// SHA-256 by OpenSSL's libcrypto, which uses the processor's own instructions.
///
/// The library is loaded when the first digest begins. The tool does not link it, so it also runs where there is
/// none.
///
/// Source of the calls: OpenSSL 3, EVP_DigestInit(3).
final class SystemSHA256 {
  private typealias New = @convention(c) @Sendable () -> OpaquePointer?
  private typealias Free = @convention(c) @Sendable (OpaquePointer) -> Void
  private typealias Algorithm = @convention(c) @Sendable () -> OpaquePointer?
  private typealias Begin =
    @convention(c) @Sendable (OpaquePointer, OpaquePointer, OpaquePointer?) -> Int32
  private typealias Update =
    @convention(c) @Sendable (OpaquePointer, UnsafeRawPointer?, Int) -> Int32
  private typealias End =
    @convention(c) @Sendable (OpaquePointer, UnsafeMutablePointer<UInt8>, UnsafeMutableRawPointer?)
    -> Int32

  private struct Library: Sendable {
    let new: New
    let free: Free
    let algorithm: Algorithm
    let begin: Begin
    let update: Update
    let end: End

    init?() {
      // The names of OpenSSL 3 and 1.1; both have these calls.
      let names = ["libcrypto.so.3", "libcrypto.so.1.1"]
      guard let library = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first,
        let new = dlsym(library, "EVP_MD_CTX_new"), let free = dlsym(library, "EVP_MD_CTX_free"),
        let algorithm = dlsym(library, "EVP_sha256"),
        let begin = dlsym(library, "EVP_DigestInit_ex"),
        let update = dlsym(library, "EVP_DigestUpdate"),
        let end = dlsym(library, "EVP_DigestFinal_ex")
      else { return nil }
      self.new = unsafeBitCast(new, to: New.self)
      self.free = unsafeBitCast(free, to: Free.self)
      self.algorithm = unsafeBitCast(algorithm, to: Algorithm.self)
      self.begin = unsafeBitCast(begin, to: Begin.self)
      self.update = unsafeBitCast(update, to: Update.self)
      self.end = unsafeBitCast(end, to: End.self)
    }
  }

  private static let library = Library()

  private let library: Library
  private let context: OpaquePointer

  /// Begins a digest; nil if the system has no libcrypto that can compute it.
  init?() {
    guard let library = Self.library, let algorithm = library.algorithm(),
      let context = library.new()
    else { return nil }
    (self.library, self.context) = (library, context)
    guard library.begin(context, algorithm, nil) == 1 else { return nil }
  }

  deinit { library.free(context) }

  /// Takes the next bytes.
  func update(_ bytes: [UInt8]) { _ = library.update(context, bytes, bytes.count) }

  /// Returns the digest of all bytes taken; takes no more after it.
  func digest() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    _ = library.end(context, &digest, nil)
    return digest
  }
}
#endif
