/// Inputs that the stage reads and that no script names among its arguments.
public struct Inputs: Sendable {
  package var all: [Input]

  /// Declares inputs.
  ///
  /// - Parameters:
  ///   - paths: Files, folders (`"data/raw/"`) and globs (`"data/**/*.csv"`), relative to the root,
  ///     absolute, or beginning with `~/`; or lists of them.
  ///   - fileID: The file of the declaration; leave it out.
  ///   - line: The line of the declaration; leave it out.
  public init<each Value: PathConvertible>(
    _ paths: repeat each Value,
    fileID: StaticString = #fileID,
    line: Int = #line
  ) {
    let place = Place(fileID, line)
    all = []
    for path in repeat each paths {
      all += path.paths.map { Input($0, place: place) }
    }
  }

  /// Declares inputs, and what is left out of their matches.
  ///
  /// - Parameters:
  ///   - paths: Folders and globs.
  ///   - except: Files, folders or globs that are no inputs.
  ///   - fileID: The file of the declaration; leave it out.
  ///   - line: The line of the declaration; leave it out.
  public init<each Value: PathConvertible>(
    _ paths: repeat each Value,
    except: some PathConvertible,
    fileID: StaticString = #fileID,
    line: Int = #line
  ) {
    self.init(repeat each paths, fileID: fileID, line: line)
    for index in all.indices {
      all[index].except = except.paths
    }
  }
}

/// One declared input.
package struct Input: Sendable, Equatable {
  /// A file, a folder with a slash at its end, or a glob.
  package var path: String
  /// What is left out of the matches of a folder or a glob.
  package var except: [String]
  package var place: Place

  package init(_ path: String, except: [String] = [], place: Place) {
    self.path = path
    self.except = except
    self.place = place
  }
}

extension Inputs: StageClause {
  /// Further inputs.
  public var stageContent: StageContent { StageContent { $0.declaredInputs += all } }
}

/// A value that may be declared as paths: text, or a list of texts.
public protocol PathConvertible {
  /// The paths that this value becomes.
  var paths: [String] { get }
}

extension String: PathConvertible {
  /// The text as one path.
  public var paths: [String] { [self] }
}

extension Array: PathConvertible where Element: PathConvertible {
  /// The paths of each element, in order.
  public var paths: [String] {
    // Nearly always texts; what is generic here is not specialized for a manifest, and costs.
    if let texts = self as? [String] { return texts }
    var paths: [String] = []
    for element in self { paths += element.paths }
    return paths
  }
}

extension ManifestForm {
  /// Writes inputs; where there are places, a number in the list is the line of the texts behind it.
  ///
  /// A stage may have thousands of inputs, nearly all of one line. An object for each would cost more
  /// than the rest of the manifest.
  func inputs(_ inputs: [Input], to writer: inout JSONWriter) {
    guard !inputs.isEmpty else { return }
    writer.key("inputs")
    writer.array { writer in
      var line: Int32?
      for input in inputs {
        guard hasPlaces, input.except.isEmpty, input.place.file == file else {
          self.input(input, to: &writer)
          continue
        }
        if input.place.line != line { writer.integer(input.place.line) }
        line = input.place.line
        writer.string(input.path)
      }
    }
  }

  private func input(_ input: Input, to writer: inout JSONWriter) {
    guard !input.except.isEmpty else {
      return named("path", input.path, input.place, to: &writer)
    }
    writer.object { writer in
      writer.key("path")
      writer.string(input.path)
      writer.key("except")
      writer.strings(input.except)
      place(input.place, to: &writer)
    }
  }
}
