package import PipelineDescription

/// The place that a session gets its pipeline from; it can be asked again, with other answers.
package protocol ManifestSource: Sendable {
  /// Finds the manifest, without reading it.
  func locate() throws(ManifestFault) -> ManifestLocation

  /// Reads the manifest; one that is a program is run, and asks its questions.
  func read(
    _ location: ManifestLocation,
    answers: ManifestAnswers
  ) throws(ManifestFault) -> LoadedManifest
}

/// The answers to what a manifest asks while it runs, and what a reader of one is told meanwhile.
package struct ManifestAnswers {
  /// Returns the paths that a glob of the manifest matches.
  package var files: (String) -> [String]
  /// Called when the manifest is about to be compiled, which takes a moment.
  package var willCompile: @Sendable () -> Void = {}
  /// Called when a compiled manifest is about to run that cannot change any file.
  package var willRun: () -> Void = {}

  package init(files: @escaping (String) -> [String]) {
    self.files = files
  }
}

/// The place of a manifest, and the root that goes with it.
package struct ManifestLocation: Equatable, Sendable {
  /// The language of a manifest.
  package enum Form: Equatable, Sendable {
    case swift
    case json
  }

  /// The folder from which all relative paths start; absolute.
  package var root: String
  /// The manifest; absolute.
  package var path: String
  /// The form, which the name's extension tells.
  package var form: Form

  package init(root: String, path: String, form: Form) {
    self.root = root
    self.path = path
    self.form = form
  }

  /// The manifest's path as messages show it: relative to the root where it lies in it.
  package var shownPath: String {
    let prefix = root == "/" ? "/" : root + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }
}

/// A manifest that has been read, and not yet understood.
package struct LoadedManifest: Sendable {
  package var text: any ManifestText
  /// The folder from which all relative paths start; absolute.
  package var root: String
  /// The manifest, relative to the root where it lies in it.
  package var manifestPath: String
  /// Odd facts about the manifest's file that stop nothing.
  package var warnings: [ManifestWarning] = []
  /// The time that compiling took; nil where nothing had to be compiled.
  package var compileTime: Duration?
  /// The values that parameters are set to; the setting that counts most first.
  package var settings: [ParameterSetting] = []
  /// Faults of the settings that show without the parameters' declarations.
  package var settingFaults: [SettingFault] = []

  package init(text: any ManifestText, root: String, manifestPath: String) {
    self.text = text
    self.root = root
    self.manifestPath = manifestPath
  }
}

/// The pipeline that a manifest declares, as text.
package protocol ManifestText: Sendable {
  /// A fingerprint: equal texts declare equal pipelines.
  var identity: ManifestIdentity { get }

  /// Reads all of it: the pipeline, not yet checked, and the places of its stages in the text.
  func decode() throws(ManifestFault) -> (pipeline: Pipeline, places: StagePlaces)

  /// Reads all but the stages of a text that was decoded before; nil if it has no such places.
  func defaults(_ places: StagePlaces) -> Pipeline?

  /// Reads one stage of a text that was decoded before; nil if there is none.
  func stage(_ index: StageID, _ places: StagePlaces) -> Stage?
}
