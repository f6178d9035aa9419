package import PipelineDescription

/// The source of a session's pipeline; a session may read it again, with other answers.
package protocol ManifestSource: Sendable {
  /// Finds the manifest without reading it.
  func locate() throws(ManifestFault) -> ManifestLocation

  /// Reads the manifest; a Swift manifest is compiled and run, and `answers` serves its questions.
  func read(
    _ location: ManifestLocation,
    answers: ManifestAnswers
  ) throws(ManifestFault) -> LoadedManifest
}

/// The answers to a manifest's questions while it runs, and callbacks about the progress of reading.
package struct ManifestAnswers {
  /// Returns the paths that a glob of the manifest matches.
  package var files: (String) -> [String]
  /// Called before the manifest is compiled, which takes a moment.
  package var willCompile: @Sendable () -> Void = {}
  /// Called before a compiled manifest runs, if that manifest cannot change any file.
  package var willRun: () -> Void = {}

  package init(files: @escaping (String) -> [String]) {
    self.files = files
  }
}

/// The path of a manifest, and its root.
package struct ManifestLocation: Equatable, Sendable {
  /// The language of a manifest.
  package enum Form: Equatable, Sendable {
    case swift
    case json
  }

  /// The absolute path of the folder from which all relative paths start.
  package var root: String
  /// The absolute path of the manifest.
  package var path: String
  /// The form, according to the file name's extension.
  package var form: Form

  package init(root: String, path: String, form: Form) {
    self.root = root
    self.path = path
    self.form = form
  }

  /// The manifest's path as messages show it: relative to the root if it lies inside.
  package var shownPath: String {
    let prefix = root == "/" ? "/" : root + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }
}

/// A manifest that has been read but not decoded.
package struct LoadedManifest: Sendable {
  package var text: any ManifestText
  /// The absolute path of the folder from which all relative paths start.
  package var root: String
  /// The manifest's path; relative to the root if it lies inside.
  package var manifestPath: String
  /// Warnings about the manifest's file or its cache.
  package var warnings: [ManifestWarning] = []
  /// The time that compiling took; nil if nothing was compiled.
  package var compileTime: Duration?
  /// The parameter settings; the first one for a name counts.
  package var settings: [ParameterSetting] = []
  /// Faults of the settings that can be found without the parameters' declarations.
  package var settingFaults: [SettingFault] = []

  package init(text: any ManifestText, root: String, manifestPath: String) {
    self.text = text
    self.root = root
    self.manifestPath = manifestPath
  }
}

/// The pipeline that a manifest declares, as text.
package protocol ManifestText: Sendable {
  /// A fingerprint of the text; equal texts declare equal pipelines.
  var identity: ManifestIdentity { get }

  /// Decodes the whole text: the pipeline, not yet checked, and the places of its stages in the text.
  func decode() throws(ManifestFault) -> (pipeline: Pipeline, places: StagePlaces)

  /// Decodes everything but the stages, with the places from an earlier `decode`; nil if they do not fit.
  func defaults(_ places: StagePlaces) -> Pipeline?

  /// Decodes one stage, with the places from an earlier `decode`; nil if there is none.
  func stage(_ id: StageID, _ places: StagePlaces) -> Stage?
}
