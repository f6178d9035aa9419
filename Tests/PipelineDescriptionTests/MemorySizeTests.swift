import PipelineDescription
import Testing

struct MemorySizeTests {
  @Test(
    arguments: [
      ("8GB", 8e9), ("8 GB", 8e9), ("8gb", 8e9), ("1.5GiB", 1_610_612_736), ("0.5 MB", 5e5),
      ("500MiB", 524_288_000), ("2kB", 2000), ("2KiB", 2048), ("1TB", 1e12),
      ("1TiB", 1_099_511_627_776),
      ("7B", 7), ("0GB", 0), ("0.1GiB", 107_374_182), ("007MB", 7e6),
    ] as [(String, Double)]
  )
  func `a size is a number and a unit`(text: String, bytes: Double) {
    #expect(MemorySize(text: text)?.bytes == bytes)
  }

  @Test(arguments: [
    "", "8", "GB", " GB", "8G", "8 Gb s", "-8GB", "+8GB", "8e3GB", "8,5GB", "1.GB", ".5GB",
    "1.2.3GB",
    "8  GB", " 8GB", "8GB ", "infGB", "nanGB", "0x8GB", "8GBB", "８GB", "1_000MB", "8\u{0}GB",
  ])
  func `the parser rejects every other text`(text: String) {
    #expect(MemorySize(text: text) == nil)
  }

  @Test func `the parser does not crash on too many digits`() {
    let size = MemorySize(text: String(repeating: "9", count: 400) + "GB")
    #expect(size?.bytes == .infinity)
  }

  @Test func `whole numbers and fractions have the same units`() {
    let two = 2
    #expect(MemorySize.megabytes(two) == .megabytes(2.0))
    #expect(MemorySize.gigabytes(two).bytes == 2e9)
    #expect(MemorySize.mebibytes(two) == .mebibytes(2.0))
    #expect(MemorySize.gibibytes(two).bytes == 2_147_483_648)
    #expect(MemorySize.gibibytes(0.1).bytes == 107_374_182)
    #expect(Duration.minutes(1.5) == .seconds(90))
    #expect(Duration.hours(two) == .minutes(120))
    #expect(Duration.hours(0.5).inSeconds == 1800)
    #expect(Timeout(.minutes(20), line: 1) == Timeout(minutes: 20, line: 1))
  }
}
