internal import CPipelineSystem

/// What the process that started this one has left open in it.
package enum InheritedDescriptors {
  /// Gives those with high numbers low ones; to be called before anything is opened.
  ///
  /// At each start Foundation closes every number up to the highest that is open, and can start nothing where
  /// that lies above the limit. They are not closed: by one of them somebody may hold a lock. Numbers up to
  /// 63 are left alone, as shells name those in arguments (`/dev/fd/63`).
  package static func lower() {
    pipeline_lower_descriptors(64)
  }
}
