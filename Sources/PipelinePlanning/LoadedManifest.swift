package import PipelineDescription

/// Finds and reads the manifest of a session; each call may return another pipeline, if the manifest changed.
package protocol ManifestSource: Sendable {
  func locate() throws(ManifestFault) -> ManifestLocation

  /// Reads a JSON manifest, or compiles and runs a Swift manifest, which can ask `answers` for files.
  func read(
    _ location: ManifestLocation,
    answers: ManifestAnswers
  ) throws(ManifestFault) -> LoadedManifest
}

/// The answers for a running manifest, and callbacks that report the progress of reading it.
package struct ManifestAnswers {
  /// Returns the paths that a glob of the manifest matches.
  package var files: (String) -> [String]
  package var willCompile: @Sendable () -> Void = {}
  /// Called once for each step that takes more than a second.
  package var isSlow: @Sendable (ManifestStep) -> Void = { _ in }
  /// Called before an already compiled manifest runs, but only if the manifest cannot change any file.
  package var willRun: () -> Void = {}

  package init(files: @escaping (String) -> [String]) {
    self.files = files
  }
}

/// A part of reading a Swift manifest that can take long.
package enum ManifestStep: Equatable, Sendable {
  case compiling
  case running
}

package struct ManifestLocation: Equatable, Sendable {
  package enum Form: Equatable, Sendable {
    case swift
    case json
  }

  /// The absolute path of the folder from which all relative paths start.
  package var root: String
  /// The absolute path of the manifest.
  package var path: String
  package var form: Form

  package init(root: String, path: String, form: Form) {
    self.root = root
    self.path = path
    self.form = form
  }

  /// The manifest's path for messages; relative to the root if the manifest is inside the root.
  package var shownPath: String {
    let prefix = root == "/" ? "/" : root + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }
}

/// A manifest that has been read but not decoded.
package struct LoadedManifest: Sendable {
  package var text: any ManifestText
  package var root: String
  /// Relative to the root if the manifest is inside the root, absolute otherwise.
  package var manifestPath: String
  package var warnings: [ManifestWarning] = []
  package var compileTime: Duration?
  /// Several settings can have the same name; the first one counts.
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
  var identity: ManifestIdentity { get }

  /// Decodes the pipeline, which is not checked yet, and the positions of its stages in the text.
  func decode() throws(ManifestFault) -> (pipeline: Pipeline, places: StagePlaces)

  /// Decodes everything except the stages; nil if `places`, from an earlier `decode`, do not fit the text.
  func defaults(_ places: StagePlaces) -> Pipeline?

  /// Decodes one stage; nil if the text has no stage at the position that `places` gives.
  func stage(_ id: StageID, _ places: StagePlaces) -> Stage?
}
