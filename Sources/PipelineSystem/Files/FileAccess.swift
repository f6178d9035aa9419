internal import Foundation
package import PipelinePlanning

/// The permissions of this user.
package enum FileAccess {
  static func belongs(toGroup group: gid_t) -> Bool {
    if getegid() == group { return true }
    var groups = [gid_t](repeating: 0, count: Int(max(getgroups(0, nil), 0)))
    let count = getgroups(Int32(groups.count), &groups)
    return count > 0 && groups.prefix(Int(count)).contains(group)
  }

  /// Finds the file or folder that refuses to be read or written; nil if none does.
  ///
  /// If a file is missing, its folder would refuse to create it.
  package static func denial(at path: Path) -> Denial? {
    var here = path
    var status = stat()
    while lstat(here.text, &status) != 0 {
      guard let parent = here.parent else { return nil }
      here = parent
    }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    if faccessat(AT_FDCWD, here.text, R_OK | W_OK | (isFolder ? X_OK : 0), AT_EACCESS) == 0 {
      return nil
    }
    var denial = Denial(path: here)
    denial.isReadOnlyDisk = errno == EROFS
    denial.user = userName(status.st_uid)
    denial.group = groupName(status.st_gid)
    denial.isOwn = status.st_uid == geteuid()
    denial.isOwnGroup = belongs(toGroup: status.st_gid)
    return denial
  }

  private static func userName(_ id: uid_t) -> String {
    getpwuid(id).flatMap { $0.pointee.pw_name }.map { String(cString: $0) } ?? "\(id)"
  }

  private static func groupName(_ id: gid_t) -> String {
    getgrgid(id).flatMap { $0.pointee.gr_name }.map { String(cString: $0) } ?? "\(id)"
  }
}
