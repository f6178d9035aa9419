/// A variable that the scripts are given, or one of the caller's that they depend on.
///
/// Scripts get the whole environment anyway. When the value of a declared variable changes, the stage is
/// stale. Values are never logged.
public struct Environment: Sendable, Equatable {
  package var name: String
  /// The value to set; nil takes the caller's, whatever it is.
  package var value: String?
  package var place: Place

  package init(name: String, value: String?, place: Place) {
    self.name = name
    self.value = value
    self.place = place
  }

  /// The stage depends on the caller's variable of this name.
  public init(_ name: String, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(name: name, value: nil, place: Place(fileID, line))
  }

  /// The scripts are given the variable with this value.
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
  /// One variable more for the stage.
  public var stageContent: StageContent { StageContent { $0.environment.append(self) } }
  /// One variable more for all stages.
  public var pipelineContent: PipelineContent { PipelineContent { $0.environment.append(self) } }
}

extension Pipeline {
  /// The variables that a stage declares, and those of the pipeline that it does not declare anew.
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
        writer.key("name")
        writer.string(variable.name)
        if let value = variable.value {
          writer.key("value")
          writer.string(value)
        }
        place(variable.place, to: &writer)
      }
    }
  }
}
