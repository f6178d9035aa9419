/// Outputs of a stage, in addition to those that its scripts and commands name.
public struct Outputs: Sendable {
  package var all: [Output]

  /// Declares files and folders (`"data/plots/"`) inside the root, or lists of them, as outputs.
  public init<each Value: PathConvertible>(
    _ paths: repeat each Value,
    fileID: StaticString = #fileID,
    line: Int = #line
  ) {
    let place = Place(fileID, line)
    all = []
    for path in repeat each paths {
      all += path.paths.map { Output($0, place: place) }
    }
  }

  /// Declares outputs with marks, or with files that their folders leave out.
  ///
  /// - Parameters:
  ///   - paths: Files and folders (`"data/plots/"`) inside the root, or lists of them.
  ///   - marks: The marks of each of these outputs.
  ///   - except: Files, folders or globs inside the folders that no script makes, such as your notes. The
  ///     runner does not look at them, and never moves or removes them.
  ///   - fileID: The file of the declaration. Leave it out, because the compiler fills it in.
  ///   - line: The line of the declaration. Leave it out, too.
  public init<each Value: PathConvertible>(
    _ paths: repeat each Value,
    marks: OutputMark...,
    except: some PathConvertible = [String](),
    fileID: StaticString = #fileID,
    line: Int = #line
  ) {
    self.init(repeat each paths, fileID: fileID, line: line)
    for index in all.indices {
      (all[index].marks, all[index].except) = (Set(marks), except.paths)
    }
  }
}

package struct Output: Sendable, Equatable {
  /// A file, or a folder (with a slash at the end).
  package var path: String
  package var marks: Set<OutputMark> = []
  /// Files, folders or globs inside the folder that are not part of the output.
  package var except: [String] = []
  package var place: Place

  package init(_ path: String, place: Place) {
    self.path = path
    self.place = place
  }

  /// Creates the output that an argument declares.
  init(_ argument: Argument) {
    self.init(argument.text, place: argument.place)
    (marks, except) = (argument.marks, argument.except)
  }

  var hasDetails: Bool { !marks.isEmpty || !except.isEmpty }
}

extension Outputs: StageClause {
  /// Content that adds these outputs to a stage.
  public var stageContent: StageContent { StageContent { $0.declaredOutputs += all } }
}

extension ManifestForm {
  func outputs(_ outputs: [Output], to writer: inout JSONWriter) {
    list("outputs", outputs, to: &writer) { output, writer in
      guard output.hasDetails else {
        return named("path", output.path, output.place, to: &writer)
      }
      writer.object { writer in
        writer.string(output.path, for: "path")
        details(of: output, to: &writer)
        place(output.place, to: &writer)
      }
    }
  }

  /// Writes the marks and the exceptions of an output.
  func details(of output: Output, to writer: inout JSONWriter) {
    for mark in OutputMark.allCases where output.marks.contains(mark) {
      writer.key(mark.rawValue)
      writer.bool(true)
    }
    if !output.except.isEmpty { writer.strings(output.except, for: "except") }
  }
}
