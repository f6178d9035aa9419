import PipelineDescription
import Testing

@testable import PipelinePlanning

/// The steps that undo an attempt.
struct OutputPlaceTests {
  private static let folder = Path(".pipeline/aside/r1.a.1")

  private func steps(_ choice: OnFailure, _ places: OutputPlace...) -> [UndoStep] {
    OutputPlace.undoSteps(choice, places, folder: Self.folder)
  }

  private func place(_ path: String, folder: Bool = false, there: Bool = true) -> OutputPlace {
    let resolver = PathResolver(root: "/root", home: nil)
    return OutputPlace(FilePattern(path + (folder ? "/" : ""), resolver: resolver), isThere: there)
  }

  @Test func `an earlier output folder is always moved aside`() {
    let (folder, aside) = (place("d", folder: true), Path(".pipeline/aside/r1.a.1/d"))
    #expect(steps(.keep, folder) == [.setAside(Path("d"), aside: aside)])
    #expect(steps(.delete, folder) == [.setAside(Path("d"), aside: aside), .remove(Path("d"))])
    #expect(steps(.restore, folder) == [.putBack(Path("d"), aside: aside)])
    #expect(steps(.keep, place("d", folder: true, there: false)) == [])
  }

  @Test func `an output file that is kept needs no steps`() {
    #expect(steps(.keep, place("out")) == [])
  }

  @Test func `the undo removes an output that is marked for deletion, whether it existed or not`() {
    #expect(
      steps(.delete, place("a"), place("b", there: false)) == [
        .remove(Path("a")), .remove(Path("b")),
      ]
    )
  }

  @Test func `the undo restores an old output and removes a new one`() {
    #expect(
      steps(.restore, place("d/a"), place("b", there: false)) == [
        .putBack(Path("d/a"), aside: Path(".pipeline/aside/r1.a.1/d/a")), .remove(Path("b")),
      ]
    )
  }

  @Test func `the copy beside an output lies in a hidden folder that no glob searches`() {
    #expect(
      OutputPlace.beside(Path("d/a"), Self.folder) == Path("d/.pipeline/aside/r1.a.1/a")
    )
    #expect(OutputPlace.beside(Path("a"), Self.folder) == Path(".pipeline/aside/r1.a.1/a"))
  }

  @Test func `an output inside another one needs no step of its own`() {
    #expect(
      steps(.restore, place("d", folder: true), place("d/a")) == [
        .putBack(Path("d"), aside: Path(".pipeline/aside/r1.a.1/d"))
      ]
    )
  }

  @Test func `a note without removals keeps only the steps that restore files`() {
    let putBack = UndoStep.putBack(Path("a"), aside: Path("b"))
    let note = UndoNote(run: "r", steps: [.remove(Path("c")), putBack], progress: .started)
    #expect(note.withoutRemovals == UndoNote(run: "r", steps: [putBack], progress: .started))
    #expect(note.restores)
    let removal = UndoNote(run: "r", steps: [.remove(Path("c"))])
    #expect(removal.withoutRemovals == nil)
    #expect(!removal.restores)
  }
}
