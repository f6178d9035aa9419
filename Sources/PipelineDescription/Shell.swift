/// The shell that runs the commands of a stage.
///
/// Without this clause, a command runs as `/bin/sh -e -c TEXT`, and one with a pipe as
/// `bash -eo pipefail -c TEXT`.
public struct Shell: Sendable, Equatable {
  /// The program and its options; the text of the command follows as the last argument.
  package var words: [String]
  package var place: Place

  package init(words: [String], place: Place) {
    self.words = words
    self.place = place
  }

  /// Declares the shell of a stage's commands.
  ///
  /// - Parameters:
  ///   - program: A name on PATH or a path: `"bash"`.
  ///   - options: The options, of which the last one makes the program read the text: `"-eu", "-c"`.
  ///   - fileID: The file of the declaration. Leave it out, because the compiler fills it in.
  ///   - line: The line of the declaration. Leave it out, too.
  public init(
    _ program: String,
    _ options: String...,
    fileID: StaticString = #fileID,
    line: Int = #line
  ) {
    self.init(words: [program] + options, place: Place(fileID, line))
  }

  package static let standard = ["sh", "-e", "-c"]
  package static let piped = ["bash", "-eo", "pipefail", "-c"]

  /// Whether one of the words is the name of a shell that quotes as `sh` does.
  package var isPOSIX: Bool {
    words.contains { word in
      guard let name = word.split(separator: "/").last else { return false }
      return ["sh", "bash", "dash", "ash", "ksh", "mksh", "zsh"].contains(name)
    }
  }
}

extension Shell: StageClause, PipelineClause {
  /// Content that sets the shell of a stage.
  public var stageContent: StageContent { StageContent { $0.shell = self } }
  /// Content that sets the shell of stages without a `Shell` of their own.
  public var pipelineContent: PipelineContent { PipelineContent { $0.shell = self } }
}

extension Pipeline {
  package func shell(of stage: Stage) -> Shell? { stage.shell ?? shell }
}

extension ManifestForm {
  func shell(_ shell: Shell?, to writer: inout JSONWriter) {
    guard let shell else { return }
    writer.key("shell")
    placed("words", shell.place, to: &writer) { writer in
      writer.array { writer in
        for word in shell.words { writer.string(word) }
      }
    }
  }
}
