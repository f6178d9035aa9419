/// The name that somebody probably meant: the one with the fewest letters to change, if it is near.
package func nearestName(to name: String, among names: some Sequence<String>) -> String? {
  var nearest: (name: String, distance: Int)?
  let limit = max(1, name.utf8.count / 3)
  for candidate in names {
    let distance = letterChanges(from: Array(name.utf8), to: Array(candidate.utf8))
    if distance <= limit, distance < nearest?.distance ?? .max { nearest = (candidate, distance) }
  }
  return nearest?.name
}

/// How many letters must be put in, taken out or changed to make one text of the other.
private func letterChanges(from one: [UInt8], to other: [UInt8]) -> Int {
  var row = Array(0...other.count)
  for (index, letter) in one.enumerated() {
    var diagonal = row[0]
    row[0] = index + 1
    for column in other.indices {
      let change = diagonal + (letter == other[column] ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(change, row[column] + 1, diagonal + 1)
    }
  }
  return row[other.count]
}
