package import PipelinePlanning
internal import PipelineSystem

package struct StatusAnswer: Sendable {
  package let root: OpenedRoot
  package let status: Status
}

package struct WhyAnswer: Sendable {
  package enum Subject: Sendable {
    /// The explained stages, and the number of further stages beyond the limit.
    case stages([Explanation], more: Int)
    case file(FileExplanation)
  }

  package let root: OpenedRoot
  package let subject: Subject
}

/// Answers questions without locking or writing anything.
extension RootSession {
  package func status(_ selection: Selection) throws(SessionFault) -> StatusAnswer {
    let selected = try select(selection)
    let root = selected.root
    let judge = try judge(root)
    do throws(SystemFault) {
      return StatusAnswer(root: root, status: try judge.status(of: selected.stages))
    } catch {
      throw .logUnreadable(error)
    }
  }

  /// Explains why stages would run now, or why not; `names` has stages, globs over stage names, or outputs,
  /// and an empty list means all stale stages, at most `limit`.
  package func why(_ names: [String], limit: Int?) throws(SessionFault) -> WhyAnswer {
    let root = try open()
    let judge = try judge(root)
    var named: [StageID] = []
    for name in names {
      let found = try stages(named: name, in: root, judge.records)
      named += root.graph.order.filter { found.contains($0) && !named.contains($0) }
    }
    tellRunning(judge.look)
    let stages = names.isEmpty ? judge.stale() : named
    let shown = names.isEmpty ? stages.prefix(limit ?? .max) : stages[...]
    do throws(SystemFault) {
      let explanations = try judge.explanations(of: Array(shown))
      return WhyAnswer(
        root: root,
        subject: .stages(explanations, more: stages.count - shown.count)
      )
    } catch {
      throw .logUnreadable(error)
    }
  }

  package func why(file: String) throws(SessionFault) -> WhyAnswer {
    let root = try open()
    let judge = try judge(root)
    tellRunning(judge.look)
    let file = judge.explanation(of: file, typedIn: folder(in: root))
    return WhyAnswer(root: root, subject: .file(file))
  }

  /// Looks for a run before it reads the records, so that a stage that ends in between counts as ended.
  private func judge(_ root: OpenedRoot) throws(SessionFault) -> StatusJudge {
    let look = try look(at: root.workspace.resolver)
    let records = try records(of: root)
    return StatusJudge(
      workspace: root.workspace,
      look: look,
      records: records,
      now: world.clock.wall,
      known: root.knownStages
    )
  }

  private func stages(
    named name: String,
    in root: OpenedRoot,
    _ records: Records
  ) throws(SessionFault) -> Set<StageID> {
    do throws(SessionFault) {
      return try stages(Selection(names: [name]), in: root)
    } catch {
      guard case .selection(.unknownStage(let name, let nearest, let stages)) = error else {
        throw error
      }
      let outputs = root.graph.nodes.flatMap { $0.outputs.map(\.text) }
      let fault = SelectionFault.unknownTarget(
        name,
        nearest: nearest ?? nearestName(to: name, among: outputs),
        stages: stages
      )
      guard let record = records.histories[name]?.record else { throw .selection(fault) }
      throw .formerStage(fault, lastRun: record.run)
    }
  }

  package func look(at root: PathResolver) throws(SessionFault) -> RunLook {
    do throws(SystemFault) {
      return try world.look(root, world.host())
    } catch {
      throw .logUnreadable(error)
    }
  }

  /// Finds what refused an access that failed because of permissions; nil for any other fault.
  package func denial(behind fault: SessionFault) -> Denial? {
    guard let path = fault.deniedPath, let root = try? resolver() else { return nil }
    var denial = world.denial(root.absolute(Path(path)))
    if let found = denial?.path { denial?.path = root.path(found.text) }
    return denial
  }

  func tellRunning(_ look: RunLook) {
    if !look.state.isIdle { notify(.running(look.state)) }
  }

  func records(of root: OpenedRoot) throws(SessionFault) -> Records {
    let records = try root.recordFile().records
    tellDamage(of: records)
    return records
  }

  func tellDamage(of records: Records) {
    if records.damaged > 0 { notify(.warning(.recordsDamaged(count: records.damaged))) }
  }
}

extension SessionFault {
  package static func logUnreadable(_ fault: SystemFault) -> SessionFault {
    .history(.unreadable(path: ".pipeline/log.jsonl", fault))
  }
}
