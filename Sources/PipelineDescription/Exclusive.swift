/// Something that only one stage at a time may use; it needs no limit, as there is one of it.
public struct Exclusive: Sendable, Equatable {
  package var name: String
  /// The line of the manifest on which it is declared.
  package var line: Int

  /// Declares that the stage uses it.
  ///
  /// - Parameters:
  ///   - name: Its name; stages that say the same name never run at the same time.
  ///   - line: The line of the declaration; leave it out.
  public init(_ name: String, line: Int = #line) {
    self.name = name
    self.line = line
  }
  /// Says how several are declared.
  @available(*, unavailable, message: "write an `Exclusive` for each name")
  public init(_ name: String, _ second: String, _ more: String...) { self.init(name) }
}
