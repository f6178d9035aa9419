import Testing

@testable import PipelineSystem

/// What the environment grants this process.
struct AllocationTests {
  @Test(
    arguments: [
      ([:], nil, nil, nil),
      // Outside a job, the variables of Slurm mean nothing.
      (["SLURM_CPUS_ON_NODE": "4"], nil, nil, nil),
      (["SLURM_JOB_ID": "7"], nil, nil, nil),
      (["SLURM_JOB_ID": "7", "SLURM_CPUS_ON_NODE": "4"], 4, nil, nil),
      (["SLURM_JOB_ID": "7", "SLURM_CPUS_ON_NODE": "x", "SLURM_MEM_PER_NODE": "0"], nil, nil, nil),
      (
        ["SLURM_JOB_ID": "7", "SLURM_CPUS_ON_NODE": "4", "SLURM_MEM_PER_NODE": "2048"], 4,
        2 << 30, nil
      ),
      (
        ["SLURM_JOB_ID": "7", "SLURM_CPUS_ON_NODE": "4", "SLURM_MEM_PER_CPU": "1024"], 4,
        4 << 30, nil
      ),
      (["SLURM_JOB_ID": "7", "SLURM_GPUS_ON_NODE": "2"], nil, nil, 2),
      (["CUDA_VISIBLE_DEVICES": "0,2"], nil, nil, 2),
      (["CUDA_VISIBLE_DEVICES": "GPU-8932f937-d72c"], nil, nil, 1),
      (["CUDA_VISIBLE_DEVICES": ""], nil, nil, 0),
      (["CUDA_VISIBLE_DEVICES": "-1"], nil, nil, 0),
      (["CUDA_VISIBLE_DEVICES": "NoDevFiles"], nil, nil, 0),
      (["CUDA_VISIBLE_DEVICES": "0, 1,-1,3"], nil, nil, 2),
      (
        ["SLURM_JOB_ID": "7", "SLURM_GPUS_ON_NODE": "2", "CUDA_VISIBLE_DEVICES": "1"], nil, nil, 1
      ),
    ] as [([String: String], Int?, Int64?, Int?)]
  )
  func `the share of the machine`(
    environment: [String: String],
    cores: Int?,
    memory: Int64?,
    gpus: Int?
  ) {
    let allocation = Allocation(environment: environment)
    #expect(allocation.cores == cores)
    #expect(allocation.memory == memory)
    #expect(allocation.gpus == gpus)
  }
}
