/// An environment variable that a stage depends on, or that the runner sets for its scripts.
///
/// Scripts also get all other variables of the caller. When the value of a declared variable changes, the
/// stage is stale. The runner never logs the values of variables.
public struct Environment: Sendable, Equatable {
  package var name: String
  /// The value to set; nil passes on the caller's value.
  package var value: String?
  package var place: Place

  package init(name: String, value: String?, place: Place) {
    self.name = name
    self.value = value
    self.place = place
  }

  /// Declares that the scripts depend on the caller's variable of this name.
  public init(_ name: String, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(name: name, value: nil, place: Place(fileID, line))
  }

  /// Declares a variable that the runner sets for the scripts, with this value.
  public init(
    _ name: String,
    _ value: some LosslessStringConvertible,
    fileID: StaticString = #fileID,
    line: Int = #line
  ) {
    self.init(name: name, value: value.description, place: Place(fileID, line))
  }
}

extension Environment: StageClause, PipelineClause {
  /// Content that adds this variable to a stage.
  public var stageContent: StageContent { StageContent { $0.environment.append(self) } }
  /// Content that adds this variable to all stages.
  public var pipelineContent: PipelineContent { PipelineContent { $0.environment.append(self) } }
}

extension Pipeline {
  /// Returns the stage's own variables, and those of the pipeline that the stage does not redeclare.
  package func environment(of stage: Stage) -> [Environment] {
    if stage.environment.isEmpty { return environment }
    let own = Set(stage.environment.map(\.name))
    return environment.filter { !own.contains($0.name) } + stage.environment
  }
}

extension ManifestForm {
  func environment(_ variables: [Environment], to writer: inout JSONWriter) {
    list("environment", variables, to: &writer) { variable, writer in
      writer.object { writer in
        writer.string(variable.name, for: "name")
        if let value = variable.value {
          writer.string(value, for: "value")
        }
        place(variable.place, to: &writer)
      }
    }
  }
}
