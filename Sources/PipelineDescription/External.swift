/// Something outside the pipeline that must be there before the stage starts.
public struct External: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case folder(String)
    case file(String)
    case program(String)
    case variable(String)
  }

  package var kind: Kind
  package var place: Place

  package init(_ kind: Kind, place: Place) {
    self.kind = kind
    self.place = place
  }

  /// A folder that must be there; what is in it is not watched (that is what `Inputs` is for).
  public init(folder path: String, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(.folder(path), place: Place(fileID, line))
  }

  /// A file that must be there; whether it changes is not watched.
  public init(file path: String, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(.file(path), place: Place(fileID, line))
  }

  /// A program that must be on PATH.
  public init(program name: String, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(.program(name), place: Place(fileID, line))
  }

  /// A variable that must be set; its value is not watched (that is what `Environment` is for).
  public init(variable name: String, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(.variable(name), place: Place(fileID, line))
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
        switch external.kind {
        case .folder(let path):
          writer.key("folder")
          writer.string(path)
        case .file(let path):
          writer.key("file")
          writer.string(path)
        case .program(let name):
          writer.key("program")
          writer.string(name)
        case .variable(let name):
          writer.key("variable")
          writer.string(name)
        }
        place(external.place, to: &writer)
      }
    }
  }
}
