import Testing

/// All tests with real processes, files and signals: one after the other, because they count what
/// the whole process holds.
@Suite(.serialized) enum SystemTests {}
