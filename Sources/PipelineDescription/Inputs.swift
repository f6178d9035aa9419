/// Inputs of a stage, in addition to those that its scripts and commands name.
public struct Inputs: Sendable {
  package var all: [Input]

  /// Declares files, folders (`"data/raw/"`) and globs (`"data/**/*.csv"`), or lists of them, as inputs.
  ///
  /// A path is relative to the root, absolute, or begins with `~/`.
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

  /// Declares folders and globs as inputs, but leaves out the files, folders and globs in `except`.
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

package struct Input: Sendable, Equatable {
  /// A file, a folder (with a slash at the end) or a glob.
  package var path: String
  /// Files, folders or globs to leave out, if `path` is a folder or a glob.
  package var except: [String]
  package var place: Place

  package init(_ path: String, except: [String] = [], place: Place) {
    self.path = path
    self.except = except
    self.place = place
  }
}

extension Inputs: StageClause {
  /// Content that adds these inputs to a stage.
  public var stageContent: StageContent { StageContent { $0.declaredInputs += all } }
}

/// A value that you can declare as paths, which is a text or a list of texts.
public protocol PathConvertible {
  /// The paths of this value.
  var paths: [String] { get }
}

extension String: PathConvertible {
  /// The text as one path.
  public var paths: [String] { [self] }
}

extension Array: PathConvertible where Element: PathConvertible {
  /// The paths of each element, in order.
  public var paths: [String] {
    // A shortcut for strings, because the compiler does not specialize the loop below, which is then slow.
    if let texts = self as? [String] { return texts }
    var paths: [String] = []
    for element in self { paths += element.paths }
    return paths
  }
}

extension ManifestForm {
  /// Writes a list of inputs; in the form with source positions, a number is the line of the next strings.
  ///
  /// A stage can have thousands of inputs, nearly all declared on the same line. One object for each input
  /// would cost more time than the rest of the manifest.
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
      writer.string(input.path, for: "path")
      writer.strings(input.except, for: "except")
      place(input.place, to: &writer)
    }
  }
}
