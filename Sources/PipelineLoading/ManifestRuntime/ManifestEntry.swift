@_spi(Manifest) import PipelineDescription

/// Where the process of a compiled manifest begins; the other file of its module is the manifest.
@main
enum ManifestEntry {
  static func main() {
    handOver(to: 3) { pipeline }
  }
}
