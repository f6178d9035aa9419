// swift-tools-version: 6.2
import PackageDescription

/// Whether the standard library and Foundation are linked statically: in a release on Linux.
///
/// The tool then starts in a third of the time, and needs no toolchain on the machine that it is copied to.
let isStatic = BuildSettingCondition.when(platforms: [.linux], configuration: .release)

let settings: [SwiftSetting] = [
  .unsafeFlags(["-static-stdlib"], isStatic),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "pipeline",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "pipeline", targets: ["pipeline"])
  ],
  targets: [
    // Dependencies only point down (docs/design.md): a target never imports one above it in that diagram.
    .target(name: "PipelineDescription", swiftSettings: settings),
    .target(
      name: "PipelinePlanning",
      dependencies: ["PipelineDescription"],
      swiftSettings: settings
    ),
    .target(name: "CPipelineSystem"),
    .target(
      name: "PipelineSystem",
      dependencies: ["PipelinePlanning", "CPipelineSystem"],
      swiftSettings: settings
    ),
    .target(
      name: "PipelineLoading",
      dependencies: ["PipelineDescription", "PipelinePlanning", "PipelineSystem"],
      exclude: ["ManifestRuntime"],
      swiftSettings: settings,
      // The tool contains the sources that it compiles manifests against.
      plugins: ["EmbedSources"]
    ),
    .plugin(name: "EmbedSources", capability: .buildTool(), path: "Sources/EmbedSources"),
    .target(
      name: "PipelineEngine",
      dependencies: [
        "PipelineDescription", "PipelinePlanning", "PipelineReporting", "PipelineSystem",
      ],
      swiftSettings: settings
    ),
    .target(
      name: "PipelineReporting",
      dependencies: ["PipelineDescription", "PipelinePlanning"],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "pipeline",
      dependencies: [
        "PipelineDescription", "PipelinePlanning", "PipelineSystem", "PipelineLoading",
        "PipelineEngine", "PipelineReporting",
      ],
      swiftSettings: settings,
      // `-s` leaves out the symbols: a third of the file, which only a debugger reads.
      linkerSettings: [.unsafeFlags(["-static-stdlib", "-Xlinker", "-s"], isStatic)]
    ),
    .target(
      name: "PipelineTestSupport",
      dependencies: [
        "PipelineDescription", "PipelinePlanning", "PipelineSystem", "PipelineEngine",
      ],
      path: "Tests/PipelineTestSupport",
      swiftSettings: settings
    ),
    // Texts that tests compare with recorded files.
    .target(name: "RecordedTexts", path: "Tests/RecordedTexts", swiftSettings: settings),
    // Simulates whole histories of a root on a virtual machine: docs/reliability.md.
    .executableTarget(
      name: "simulate",
      dependencies: [
        "PipelineDescription", "PipelinePlanning", "PipelineSystem", "PipelineEngine",
        "PipelineReporting", "PipelineTestSupport",
      ],
      path: "Tests/Simulation",
      swiftSettings: settings,
      linkerSettings: [.unsafeFlags(["-static-stdlib"], isStatic)]
    ),
    .testTarget(
      name: "SimulationTests",
      dependencies: ["simulate"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "PipelineDescriptionTests",
      dependencies: ["PipelineDescription"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "PipelineEngineTests",
      dependencies: [
        "PipelineDescription", "PipelinePlanning", "PipelineReporting", "PipelineSystem",
        "PipelineEngine", "PipelineTestSupport",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "PipelinePlanningTests",
      dependencies: ["PipelineDescription", "PipelinePlanning", "PipelineTestSupport"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "PipelineCommandTests",
      dependencies: [
        "PipelineEngine", "PipelinePlanning", "PipelineReporting", "RecordedTexts", "pipeline",
      ],
      exclude: ["Recorded"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "PipelineSystemTests",
      dependencies: ["PipelinePlanning", "PipelineSystem", "CPipelineSystem"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "PipelineLoadingTests",
      dependencies: [
        "PipelineDescription", "PipelinePlanning", "PipelineSystem", "PipelineLoading",
        "PipelineReporting", "RecordedTexts",
      ],
      exclude: ["Recorded"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "PipelineReportingTests",
      dependencies: [
        "PipelineDescription", "PipelinePlanning", "PipelineReporting", "PipelineTestSupport",
        "RecordedTexts",
      ],
      exclude: ["Logs", "Recorded"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "ExampleTests",
      exclude: [
        "support.py", "test_agents.py", "test_example.py", "test_reading.py", "test_scripts.py",
        "test_words.py",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "pipeline", "PipelinePlanning", "PipelineEngine", "PipelineLoading", "PipelineTestSupport",
        "RecordedTexts",
      ],
      exclude: ["Recorded"],
      swiftSettings: settings
    ),
  ]
)
