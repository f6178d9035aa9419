/// A variable that the scripts are given, or one of the caller's on which they depend.
///
/// Scripts get the whole environment anyway; what is declared here is *told*: when its value
/// changes, the stage is stale. Values are never logged.
public struct Environment: Sendable, Equatable {
  package var name: String
  /// The value to set; nil takes the caller's, whatever it is.
  package var value: String?
  package var line: Int

  package init(name: String, value: String?, line: Int) {
    self.name = name
    self.value = value
    self.line = line
  }

  /// The stage depends on the caller's variable of this name.
  public init(_ name: String, line: Int = #line) {
    self.init(name: name, value: nil, line: line)
  }

  /// The scripts are given the variable with this value.
  public init(_ name: String, _ value: some LosslessStringConvertible, line: Int = #line) {
    self.init(name: name, value: value.description, line: line)
  }
}
