/// A requirement outside the pipeline, which must be met before the stage starts.
public struct External: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case folder
    case file
    case program
    case variable
  }

  package var kind: Kind
  /// The path of a file or folder, or the name of a program or variable.
  package var text: String
  package var place: Place

  package init(_ kind: Kind, _ text: String, place: Place) {
    self.kind = kind
    self.text = text
    self.place = place
  }

  /// Requires a folder; declare `Inputs`, too, if a change in the folder must run the stage again.
  public init(folder path: String, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(.folder, path, place: Place(fileID, line))
  }

  /// Requires a file; declare `Inputs`, too, if a change of the file must run the stage again.
  public init(file path: String, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(.file, path, place: Place(fileID, line))
  }

  /// Requires a program on `PATH`.
  public init(program name: String, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(.program, name, place: Place(fileID, line))
  }

  /// Requires an environment variable; declare `Environment`, too, if a change must run the stage again.
  public init(variable name: String, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(.variable, name, place: Place(fileID, line))
  }
}

extension External: StageClause {
  /// Content that adds this requirement to a stage.
  public var stageContent: StageContent { StageContent { $0.externals.append(self) } }
}

extension ManifestForm {
  func externals(_ externals: [External], to writer: inout JSONWriter) {
    list("externals", externals, to: &writer) { external, writer in
      writer.object { writer in
        writer.key(external.kind.rawValue)
        writer.string(external.text)
        place(external.place, to: &writer)
      }
    }
  }
}
