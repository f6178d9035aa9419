import Foundation
import PackagePlugin

/// Embeds the sources that manifests are compiled against into the tool, as strings of Swift code.
@main
struct EmbedSources: BuildToolPlugin {
  /// Prints a list of `EmbeddedSources.File` as Swift code, with the unchanged text of each file argument.
  ///
  /// Swift does not count the line break before the closing quotes as part of the text.
  private static let script = """
    printf 'extension EmbeddedSources {\\n  static let embedded: [File] = [\\n'
    for file do
      printf 'File(name: "%s", text: ####\"""\\n' "${file##*/}"
      cat "$file"
      printf '\\n\"""####),\\n'
    done
    printf ']}\\n'
    """

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let sources = context.package.directoryURL.appending(path: "Sources")
    let folders = ["PipelineDescription", "PipelineLoading/ManifestRuntime"]
    let files = try folders.flatMap { folder in
      try FileManager.default.contentsOfDirectory(
        at: sources.appending(path: folder),
        includingPropertiesForKeys: nil
      )
    }.filter { $0.pathExtension == "swift" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedSources+Files.swift")
    return [
      .buildCommand(
        displayName: "Embedding the sources that manifests import",
        executable: URL(filePath: "/bin/sh"),
        arguments: ["-c", "{ \(Self.script)\n} >\"$0\"", output.path] + files.map(\.path),
        inputFiles: files,
        outputFiles: [output]
      )
    ]
  }
}
