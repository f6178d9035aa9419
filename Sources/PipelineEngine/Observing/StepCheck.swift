internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// Finds steps of a stage that the system could not start.
struct StepCheck {
  private let workspace: Workspace
  private let findProgram: (String, String?) -> Bool

  /// Below this size of all texts, a step is surely short enough.
  private static let alwaysShort = 64 << 10

  init(_ workspace: Workspace, _ findProgram: @escaping (String, String?) -> Bool) {
    (self.workspace, self.findProgram) = (workspace, findProgram)
  }

  func obstacles(of id: StageID) -> [Obstacle] {
    let stage = workspace.graph.nodes[id].stage
    var shells: Set<String> = []
    var obstacles: [Obstacle] = []
    for (step, declaration) in zip(workspace.steps(of: stage), stage.steps) {
      if case .command(_, let words) = step, let shell = words.first, shells.insert(shell).inserted
      {
        obstacles += missing(shell, of: stage, place: declaration.place)
      }
      if let fault = sizeFault(of: step, of: stage) {
        let isCommand = if case .command = step { true } else { false }
        obstacles.append(
          .tooLong(stage: stage.name, fault, isCommand: isCommand, place: declaration.place)
        )
      }
    }
    return obstacles
  }

  private func missing(_ shell: String, of stage: Stage, place: Place) -> [Obstacle] {
    // A shell at a relative path may be the output of an earlier stage.
    let isChecked = shell != "sh" && (shell.hasPrefix("/") || !shell.contains("/"))
    guard isChecked, !findProgram(shell, workspace.searchPath(of: stage)) else { return [] }
    let declared = workspace.defaults.shell(of: stage)
    return [
      .shell(
        stage: stage.name,
        name: shell,
        isDeclared: declared != nil,
        place: declared?.place ?? place
      )
    ]
  }

  private func sizeFault(of step: Attempt.Step, of stage: Stage) -> LaunchFault? {
    let texts =
      switch step {
      case .command(let text, let shell): shell + [text]
      case .script(let path, let arguments, let interpreter):
        [interpreter, path].compactMap(\.self) + arguments
      }
    guard texts.reduce(0, { $0 + $1.utf8.count + 1 }) > Self.alwaysShort else { return nil }
    return Launch(
      executable: texts[0],
      arguments: Array(texts.dropFirst()),
      environment: workspace.environment(of: stage),
      workingDirectory: workspace.resolver.root.text
    ).sizeFault
  }
}
