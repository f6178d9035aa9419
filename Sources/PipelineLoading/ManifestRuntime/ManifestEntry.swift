@_spi(Manifest) import PipelineDescription

/// The entry point of a compiled manifest; the manifest itself is the other file of this module.
@main
enum ManifestEntry {
  static func main() {
    handOver(to: 3) { pipeline }
  }
}
