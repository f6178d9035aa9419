package import PipelinePlanning

extension ManifestWarning {
  /// The message, to be shown with severity `warning`.
  package var message: Message {
    switch self {
    case .noCache(.noHome):
      Message("the manifest is compiled anew each time, as `HOME` is not set")
        .with(hint: "`XDG_CACHE_HOME` names a folder in which it is kept compiled")
    case .noCache(.unsafe(let folder)):
      Message("the manifest is compiled anew each time, as others may write to `\(folder)`")
        .with(hint: "`chmod go-w \(folder)`, if it is yours")
    case .noCache(.unwritable(let folder, let reason)):
      Message("the manifest is compiled anew each time, as `\(folder)` cannot be written")
        .with(facts: [("reason", reason)])
    case .writableByOthers(let path):
      Message("every user of this computer may change `\(path)`, and so decide what is run")
        .with(hint: "`chmod o-w \(path)`")
    case .ownedByAnother(let path):
      Message("`\(path)` belongs to another user, who decides what is run")
    }
  }
}
