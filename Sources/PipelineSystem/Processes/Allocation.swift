/// The share of the machine that the environment grants this process; nil where it says nothing.
///
/// Source: sbatch(1), "Output environment variables"; the CUDA C++ Programming Guide, "CUDA Environment
/// Variables".
struct Allocation: Equatable, Sendable {
  var cores: Int?
  /// In bytes.
  var memory: Int64?
  var gpus: Int?

  init(environment: [String: String]) {
    func number(_ name: String) -> Int? {
      environment[name].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }
    if environment["SLURM_JOB_ID"] != nil {
      cores = number("SLURM_CPUS_ON_NODE")
      // In MB; Slurm leaves both out if the job has the memory of the whole node.
      let megabytes =
        number("SLURM_MEM_PER_NODE")
        ?? number("SLURM_MEM_PER_CPU").flatMap { each in cores.map { each * $0 } }
      memory = megabytes.map { Int64($0) << 20 }
      gpus = number("SLURM_GPUS_ON_NODE")
    }
    if let visible = environment["CUDA_VISIBLE_DEVICES"] { gpus = Self.count(visible) }
  }

  /// Counts the devices before the first invalid one, as CUDA does: `0,2`, `GPU-8932f937,…`, `-1`.
  private static func count(_ visible: String) -> Int {
    visible.split(separator: ",", omittingEmptySubsequences: false)
      .prefix { name in
        let name = name.drop { $0 == " " }
        return !name.isEmpty && !name.hasPrefix("-") && name != "NoDevFiles"
      }.count
  }
}
