internal import PipelineDescription

/// Amounts of resources in words: `cores 2, memory 8 GB, gpu 1`.
func amountsText(_ amounts: [ResourceAmount]) -> String {
  amounts.map { amount in
    let isMemory = amount.name == ResourceAmount.memory
    let bytes = isMemory ? Int64(exactly: amount.amount) : nil
    return "\(amount.name) \(bytes.map(memoryText) ?? numberText(amount.amount))"
  }.joined(separator: ", ")
}
