package import PipelinePlanning

extension ManifestWarning {
  package var message: Message {
    switch self {
    case .noCache(.noHome):
      Message("the compiled manifest cannot be kept, because this user has no home folder")
        .with(
          hint: "set `XDG_CACHE_HOME` to a folder for it; otherwise each command compiles again"
        )
    case .noCache(.missingHome(let home)):
      Message("the compiled manifest cannot be kept, because the home folder does not exist")
        .with(facts: [("home", home)])
        .with(hint: "set `XDG_CACHE_HOME` to a folder for it")
    case .noCache(.unsafe(let folder)):
      Message("the compiled manifest cannot be kept, because other users may write to `\(folder)`")
        .with(hint: "`chmod go-w \(folder)`, if it is yours")
    case .noCache(.unwritable(let folder, let reason)):
      Message("the compiled manifest cannot be kept, because `\(folder)` is not writable")
        .with(facts: [("reason", reason)])
    case .writableByOthers(let path):
      Message("every user of this computer can change `\(path)`, which decides what is run")
        .with(hint: "`chmod o-w \(path)`")
    case .ownedByAnother(let path):
      Message("`\(path)` belongs to another user, who can change what is run")
    }
  }
}
