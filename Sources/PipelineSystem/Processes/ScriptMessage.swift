package import PipelinePlanning

/// What there is to tell of a script beside its end.
package enum ScriptMessage: Sendable, Equatable {
  /// So many bytes of memory are held by its processes together, at this moment.
  case holdsMemory(Int64)
  /// It had left something running outside its process group, which has been ended, or could not.
  case leftBehind(Leftovers)
  /// It has ended, and took this.
  case used(ResourceUsage)
}
