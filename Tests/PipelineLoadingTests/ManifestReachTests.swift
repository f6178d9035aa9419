import PipelineSystem
import Testing

@testable import PipelineLoading

/// Detects manifests that certainly cannot change a file.
struct ManifestReachTests {
  private func changesNoFile(_ text: String) -> Bool {
    ManifestFile.changesNoFile(Array(text.utf8))
  }

  @Test(arguments: [
    "import PipelineDescription",
    "import PipelineDescription\n\nlet pipeline = Pipeline(\"p\") {}\n",
    "import PipelineDescription // all", "let important = 1\nimport PipelineDescription;let x = 2",
    "", "import PipelineDescription\nimport PipelineDescription\n", "reimport x", "import_ x",
    "@preconcurrency import PipelineDescription",
  ])
  func `a manifest with only the pipeline module cannot change files`(text: String) {
    #expect(changesNoFile(text))
  }

  @Test(arguments: [
    "import Foundation", "import PipelineDescription\nimport Foundation",
    "import PipelineDescription;import Glibc", "import PipelineDescriptions", "import\nGlibc",
    "import/* */PipelineDescription", "import PipelineDescription_", "import PipelineDescriptioné",
    "@_exported import Foundation", "import struct Foundation.URL", "import", "(import)",
    "#if true\nimport Darwin\n#endif", "// an import of Foundation",
    "@_silgen_name(\"unlink\") func remove(_ path: UnsafePointer<CChar>) -> Int32",
    "import\u{A0}Foundation", "\u{A0}import Glibc", "importé x", "éimport x",
    "import PipelineDescription\u{A0}", "@_extern(c) func remove()",
    "@_spi(Manifest) import PipelineDescription",
    "typealias Call = @convention(c) () -> Void",
  ])
  func `a manifest with any other import may change files`(text: String) {
    #expect(!changesNoFile(text))
  }
}
