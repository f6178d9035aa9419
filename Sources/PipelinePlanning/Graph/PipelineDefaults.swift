package import PipelineDescription

/// What a pipeline says apart from its stages: what holds for each that does not say otherwise, and
/// what holds for all together.
package struct PipelineDefaults: Sendable {
  package let timeout: Timeout?
  package let environment: [Environment]
  package let retry: Retry?
  package let jobs: Jobs?
  package let limits: [ResourceAmount]
  package let onFailure: OnFailure?
  package let staleness: Staleness?
  package let parameters: [ParameterDeclaration]

  package init(of pipeline: Pipeline) {
    timeout = pipeline.timeout
    environment = pipeline.environment
    retry = pipeline.retry
    jobs = pipeline.jobs
    limits = pipeline.limits
    onFailure = pipeline.onFailure
    staleness = pipeline.staleness
    parameters = pipeline.parameters
  }
}
