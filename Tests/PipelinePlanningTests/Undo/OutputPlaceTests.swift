import PipelineDescription
import Testing

@testable import PipelinePlanning

/// By which steps an attempt is undone.
struct OutputPlaceTests {
  private static let folder = Path(".pipeline/aside/r1.a.1")

  private func steps(_ choice: OnFailure, _ places: OutputPlace...) -> [UndoStep] {
    OutputPlace.undoSteps(choice, places, folder: Self.folder)
  }

  private func place(_ path: String, there: Bool = true) -> OutputPlace {
    OutputPlace(path: Path(path), isThere: there)
  }

  @Test func `what is kept needs no steps`() {
    #expect(steps(.keep, place("out")) == [])
  }

  @Test func `what is deleted is removed, whether it was there or not`() {
    #expect(
      steps(.delete, place("a"), place("b", there: false)) == [
        .remove(Path("a")), .remove(Path("b")),
      ]
    )
  }

  @Test func `what was there comes back, and what was not is removed`() {
    #expect(
      steps(.restore, place("d/a"), place("b", there: false)) == [
        .putBack(Path("d/a"), aside: Path(".pipeline/aside/r1.a.1/d/a")), .remove(Path("b")),
      ]
    )
  }

  @Test func `beside an output is where no glob looks`() {
    #expect(
      OutputPlace.beside(Path("d/a"), Self.folder) == Path("d/.pipeline/aside/r1.a.1/a")
    )
    #expect(OutputPlace.beside(Path("a"), Self.folder) == Path(".pipeline/aside/r1.a.1/a"))
  }

  @Test func `what lies in another output goes with it`() {
    #expect(
      steps(.restore, place("d"), place("d/a")) == [
        .putBack(Path("d"), aside: Path(".pipeline/aside/r1.a.1/d"))
      ]
    )
  }

  @Test func `where news may be lost nothing is removed`() {
    let putBack = UndoStep.putBack(Path("a"), aside: Path("b"))
    let note = UndoNote(run: "r", steps: [.remove(Path("c")), putBack], progress: .started)
    #expect(note.withoutRemovals == UndoNote(run: "r", steps: [putBack], progress: .started))
    #expect(note.restores)
    let removal = UndoNote(run: "r", steps: [.remove(Path("c"))])
    #expect(removal.withoutRemovals == nil)
    #expect(!removal.restores)
  }
}
