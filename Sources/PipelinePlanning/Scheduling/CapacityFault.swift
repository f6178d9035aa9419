package import PipelineDescription

/// What is wrong with what stages take, measured by what there is.
package enum CapacityFault: Error, Equatable, Sendable {
  /// A stage takes of a resource, and nobody says how much of it there is.
  case noLimit(stage: String, resource: String, nearest: String?, place: Place)
  /// A stage takes more than there is.
  case tooMuch(stage: String, resource: String, wanted: Int, available: Int, place: Place)
  /// The command line sets a resource of which no stage takes.
  case unknownSetting(resource: String, nearest: String?)
  /// The command line says that there is more than one of what is exclusive.
  case exclusiveSetting(resource: String, amount: Int)
}
