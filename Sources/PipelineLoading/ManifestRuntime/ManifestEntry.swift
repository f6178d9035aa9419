@_spi(Manifest) import PipelineDescription

/// The entry point of a compiled manifest; the other file of its module is the manifest.
@main
enum ManifestEntry {
  static func main() {
    handOver(to: 3) { pipeline }
  }
}
