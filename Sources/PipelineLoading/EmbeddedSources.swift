import PipelinePlanning

/// The sources of the module that manifests import, as the tool carries them.
package struct EmbeddedSources: Equatable, Sendable {
  /// One file.
  package struct File: Equatable, Sendable {
    /// Its name, without a folder.
    package var name: String
    /// What is in it.
    package var bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  /// The files of the module.
  package var module: [File]
  /// What is compiled together with a manifest: it hands the global `pipeline` to the tool.
  package var entry: File

  package init(module: [File], entry: File) {
    self.module = module
    self.entry = entry
  }

  /// What this tool was built with.
  package static let ofTool = EmbeddedSources(
    module: [
      File(name: "Argument.swift", bytes: PackageResources.Argument_swift),
      File(name: "Command.swift", bytes: PackageResources.Command_swift),
      File(name: "Context.swift", bytes: PackageResources.Context_swift),
      File(name: "Duration+Units.swift", bytes: PackageResources.Duration_Units_swift),
      File(name: "Environment.swift", bytes: PackageResources.Environment_swift),
      File(name: "Exclusive.swift", bytes: PackageResources.Exclusive_swift),
      File(name: "External.swift", bytes: PackageResources.External_swift),
      File(name: "HandOver.swift", bytes: PackageResources.HandOver_swift),
      File(name: "Inputs.swift", bytes: PackageResources.Inputs_swift),
      File(name: "JSONWriter.swift", bytes: PackageResources.JSONWriter_swift),
      File(name: "Jobs.swift", bytes: PackageResources.Jobs_swift),
      File(name: "Limits.swift", bytes: PackageResources.Limits_swift),
      File(
        name: "ManifestForm+Parameters.swift",
        bytes: PackageResources.ManifestForm_Parameters_swift
      ),
      File(
        name: "ManifestForm+Scheduling.swift",
        bytes: PackageResources.ManifestForm_Scheduling_swift
      ),
      File(name: "ManifestForm.swift", bytes: PackageResources.ManifestForm_swift),
      File(name: "MemorySize+Text.swift", bytes: PackageResources.MemorySize_Text_swift),
      File(name: "MemorySize.swift", bytes: PackageResources.MemorySize_swift),
      File(name: "OnFailure.swift", bytes: PackageResources.OnFailure_swift),
      File(name: "Outputs.swift", bytes: PackageResources.Outputs_swift),
      File(name: "Parameter.swift", bytes: PackageResources.Parameter_swift),
      File(
        name: "ParameterDeclaration.swift",
        bytes: PackageResources.ParameterDeclaration_swift
      ),
      File(name: "ParameterValue.swift", bytes: PackageResources.ParameterValue_swift),
      File(name: "PathText.swift", bytes: PackageResources.PathText_swift),
      File(name: "Pipeline+JSON.swift", bytes: PackageResources.Pipeline_JSON_swift),
      File(name: "Pipeline.swift", bytes: PackageResources.Pipeline_swift),
      File(name: "PipelineBuilder.swift", bytes: PackageResources.PipelineBuilder_swift),
      File(name: "Priority.swift", bytes: PackageResources.Priority_swift),
      File(name: "ResourceAmount.swift", bytes: PackageResources.ResourceAmount_swift),
      File(name: "Resources.swift", bytes: PackageResources.Resources_swift),
      File(name: "Retry.swift", bytes: PackageResources.Retry_swift),
      File(name: "Script.swift", bytes: PackageResources.Script_swift),
      File(name: "ShellQuoting.swift", bytes: PackageResources.ShellQuoting_swift),
      File(name: "ShellText.swift", bytes: PackageResources.ShellText_swift),
      File(name: "Stage.swift", bytes: PackageResources.Stage_swift),
      File(name: "StageBuilder.swift", bytes: PackageResources.StageBuilder_swift),
      File(name: "Staleness.swift", bytes: PackageResources.Staleness_swift),
      File(name: "Step.swift", bytes: PackageResources.Step_swift),
      File(name: "Timeout.swift", bytes: PackageResources.Timeout_swift),
      File(name: "Upstream.swift", bytes: PackageResources.Upstream_swift),
      File(name: "Uses.swift", bytes: PackageResources.Uses_swift),
    ],
    entry: File(name: "ManifestEntry.swift", bytes: PackageResources.ManifestEntry_swift)
  )

  /// Adds the files of the module to a digest.
  func updateWithModule(_ digest: inout Digest) {
    for file in module {
      digest.update(file.name)
      digest.update(file.bytes)
    }
  }

  /// Adds all files to a digest.
  func update(_ digest: inout Digest) {
    updateWithModule(&digest)
    digest.update(entry.name)
    digest.update(entry.bytes)
  }
}
