extension CommandTable {
  /// What a command line asks for, or the first thing that is wrong with it.
  ///
  /// `arguments` are those of the process without its own name. The first word is the verb if it is
  /// one, wherever it stands among the options; without a verb it is `run`, and every word a stage
  /// or an output file. A flag may be repeated, and so may an option with its value as before; another
  /// value is a fault. `--help`, then `--version`, win over all that is wrong beyond the spelling.
  func parse(_ arguments: [String]) -> Result<Invocation, UsageFault> {
    do throws(UsageFault) {
      let scanned = try ScannedArguments(arguments, table: self)
      return .success(try InvocationReader(scanned, table: self).invocation())
    } catch {
      return .failure(error)
    }
  }
}
