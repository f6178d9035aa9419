internal import CPipelineSystem
internal import Foundation

package enum ProgramArguments {
  /// Returns the arguments of this process, without its name.
  ///
  /// `CommandLine.arguments` is empty where `/proc` is missing, and a run without arguments runs everything.
  package static func all() -> [String] {
    var count: Int32 = 0
    guard let values = pipeline_arguments(&count), count > 1 else { return [] }
    return (1..<Int(count)).compactMap { values[$0] }.map { String(cString: $0) }
  }
}
