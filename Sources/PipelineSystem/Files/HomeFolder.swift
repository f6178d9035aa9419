internal import Foundation

package enum HomeFolder {
  /// Returns the value of `HOME` if it is an absolute path, else this user's home in the password file.
  package static func path(_ home: String?) -> String? {
    if let home, home.hasPrefix("/") { return home }
    guard let user = getpwuid(geteuid()), let folder = user.pointee.pw_dir else { return nil }
    let path = String(cString: folder)
    return path.hasPrefix("/") ? path : nil
  }
}
