extension Duration {
  /// So many minutes.
  public static func minutes(_ count: some BinaryInteger) -> Duration { .seconds(count) * 60 }

  /// So many minutes, with a fraction.
  public static func minutes(_ count: Double) -> Duration { .seconds(count * 60) }

  /// So many hours.
  public static func hours(_ count: some BinaryInteger) -> Duration { .seconds(count) * 3600 }

  /// So many hours, with a fraction.
  public static func hours(_ count: Double) -> Duration { .seconds(count * 3600) }

  /// The duration in seconds, with its fraction.
  package var inSeconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}
