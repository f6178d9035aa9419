package import PipelinePlanning

/// Tests write the number of a stage as it is.
extension StageID: ExpressibleByIntegerLiteral {
  package init(integerLiteral index: Int) { self.init(index) }
}
