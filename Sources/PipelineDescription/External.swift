/// Something outside the pipeline that must be there before the stage starts.
public struct External: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case folder
    case file
    case program
    case variable
  }

  package var kind: Kind
  /// The path or the name.
  package var text: String
  package var place: Place

  package init(_ kind: Kind, _ text: String, place: Place) {
    self.kind = kind
    self.text = text
    self.place = place
  }

  /// A folder that must be there; what is in it is not watched (that is what `Inputs` is for).
  public init(folder path: String, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(.folder, path, place: Place(fileID, line))
  }

  /// A file that must be there; whether it changes is not watched.
  public init(file path: String, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(.file, path, place: Place(fileID, line))
  }

  /// A program that must be on PATH.
  public init(program name: String, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(.program, name, place: Place(fileID, line))
  }

  /// A variable that must be set; its value is not watched (that is what `Environment` is for).
  public init(variable name: String, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(.variable, name, place: Place(fileID, line))
  }
}

extension External: StageClause {
  /// One requirement more.
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
