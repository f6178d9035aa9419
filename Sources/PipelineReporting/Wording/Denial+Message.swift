internal import PipelineDescription
package import PipelinePlanning

extension Denial {
  /// Adds the owner and the command that helps to a message about this path.
  package func explain(_ message: Message) -> Message {
    if isReadOnlyDisk {
      return message.with(facts: [("disk", "mounted read-only")])
        .with(hint: "copy the project to a folder that you can write to")
    }
    return message.with(facts: [("owner", "\(path.text.ticked) belongs to \(user), group \(group)")]
    )
    .with(hint: "\(mend)")
  }

  private var mend: String {
    // The other files of the state folder have the same owner.
    let place = path.isInside(Path(".pipeline")) ? ".pipeline" : shellQuoted(path.text)
    if isOwn { return "`chmod -R u+rwX \(place)` makes it writable" }
    if isOwnGroup {
      return "as \(user): `chmod -R g+rwX \(place)`; with `umask 002` later files are shared, too"
    }
    return "`sudo chown -R \"$(id -un)\" \(place)` makes it yours"
  }
}
