internal import Foundation

#if canImport(CommonCrypto)
internal import CommonCrypto

/// Computes SHA-256 with CommonCrypto, which uses the SHA instructions of the processor.
final class SystemSHA256 {
  private var context = CC_SHA256_CTX()

  init?() {
    guard CC_SHA256_Init(&context) == 1 else { return nil }
  }

  func update(_ bytes: [UInt8]) { CC_SHA256_Update(&context, bytes, CC_LONG(bytes.count)) }

  /// Do not call `update` after this.
  func digest() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(CC_SHA256_DIGEST_LENGTH))
    CC_SHA256_Final(&digest, &context)
    return digest
  }
}
#else
/// Computes SHA-256 with OpenSSL (EVP_DigestInit(3)), which uses the processor's SHA instructions.
///
/// The library (libcrypto) is loaded for the first digest, so that the tool also runs without it.
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

  /// Returns nil if the system has no suitable libcrypto.
  init?() {
    guard let library = Self.library, let algorithm = library.algorithm(),
      let context = library.new()
    else { return nil }
    (self.library, self.context) = (library, context)
    guard library.begin(context, algorithm, nil) == 1 else { return nil }
  }

  deinit { library.free(context) }

  func update(_ bytes: [UInt8]) { _ = library.update(context, bytes, bytes.count) }

  /// Do not call `update` after this.
  func digest() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    _ = library.end(context, &digest, nil)
    return digest
  }
}
#endif
