internal import Foundation
internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting

/// Performs `pipeline clean`, which lists the files that stages have made, asks, and removes them.
struct CleanCommand {
  let session: Session
  let request: CleanRequest

  func perform() throws(CommandFailure) -> Ending {
    if request.isDryRun || !request.isConfirmed && !canAsk { return try list() }
    let answer = try session.ask { root throws(SessionFault) in
      try root.clean(request.order, asks: !request.isConfirmed) { cleaning in
        session.output.write(cleaning.text(session.appearance.style))
        return request.isConfirmed || isAgreed("remove \(cleaning.amountText)?")
      }
    }
    switch answer {
    case .nothingThere(let cleaning): tellNothing(of: cleaning)
    case .refused:
      session.output.write("nothing was removed\n")
      return Ending(status: ExitStatus.failed)
    case .removed(let outcome):
      guard outcome.failures.isEmpty else {
        let message = RemovalText.failure(outcome.failures, files: outcome.files)
        throw session.failure(MessageList([message]), status: ExitStatus.failed)
      }
      session.output.write(
        RemovalText.done(
          files: outcome.files,
          folders: outcome.folders,
          size: outcome.size,
          style: session.appearance.style
        )
      )
    }
    return Ending()
  }

  private func list() throws(CommandFailure) -> Ending {
    let cleaning = try session.ask { root throws(SessionFault) in try root.list(request.order) }
    if cleaning.isEmpty {
      tellNothing(of: cleaning)
      return Ending()
    }
    session.output.write(cleaning.text(session.appearance.style))
    if request.isDryRun {
      session.output.write("\(cleaning.amountText) would be removed\n")
      return Ending()
    }
    let message = Message(
      "nothing was removed: `pipeline clean` cannot ask without a terminal",
      hint: "`--yes` removes the files without asking; `--dry-run` only lists them"
    )
    throw session.failure(MessageList([message]), status: ExitStatus.usage)
  }

  /// Prints the kept files with reasons, and that there is nothing to remove.
  private func tellNothing(of cleaning: Cleaning) {
    let style = session.appearance.style
    session.output.write(cleaning.text(style))
    session.output.write(style.spelled("\(style.mark(.success)) nothing to remove\n"))
  }

  private var canAsk: Bool { isatty(STDIN_FILENO) == 1 && session.errors.isTerminal }

  private func isAgreed(_ question: String) -> Bool {
    session.errors.write("\(question) [y/N] ")
    let answer = readLine()
    // After the end of the input, the cursor is still on the line of the question.
    if answer == nil { session.errors.write("\n") }
    let word = (answer ?? "").trimmingCharacters(in: .whitespaces).lowercased()
    return word == "y" || word == "yes"
  }
}
