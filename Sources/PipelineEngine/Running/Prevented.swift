internal import PipelinePlanning

/// Why an attempt was not even begun, as its end.
struct Prevented: Error {
  let end: AttemptEnd

  init(_ end: AttemptEnd) {
    self.end = end
  }

  /// The system refused what had to be done to a file.
  init(_ fault: SystemFault, at path: Path) {
    end = .systemFailed(fault, path: path.text)
  }
}
