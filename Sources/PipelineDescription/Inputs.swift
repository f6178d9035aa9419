/// Inputs that the stage reads and that no script names among its arguments.
public struct Inputs: Sendable {
  package var all: [Input]

  /// Declares inputs.
  ///
  /// - Parameters:
  ///   - paths: Files, folders (`"data/raw/"`) and globs (`"data/**/*.csv"`), relative to the root,
  ///     absolute, or beginning with `~/`; or lists of them.
  ///   - line: The line of the declaration; leave it out.
  public init<each Value: PathConvertible>(_ paths: repeat each Value, line: Int = #line) {
    all = []
    for path in repeat each paths {
      all += path.paths.map { Input($0, line: line) }
    }
  }

  /// Declares inputs, and what is left out of their matches.
  ///
  /// - Parameters:
  ///   - paths: Folders and globs.
  ///   - except: Files, folders or globs that are no inputs.
  ///   - line: The line of the declaration; leave it out.
  public init<each Value: PathConvertible>(
    _ paths: repeat each Value,
    except: some PathConvertible,
    line: Int = #line
  ) {
    self.init(repeat each paths, line: line)
    for index in all.indices {
      all[index].except = except.paths
    }
  }
}

/// One declared input.
package struct Input: Sendable, Equatable {
  /// A file, a folder with a slash at its end, or a glob.
  package var path: String
  /// What is left out of the matches of a folder or a glob.
  package var except: [String]
  /// The line of the manifest on which it is declared.
  package var line: Int

  package init(_ path: String, except: [String] = [], line: Int) {
    self.path = path
    self.except = except
    self.line = line
  }
}

/// What can stand where paths are declared: text, and lists of text.
public protocol PathConvertible {
  /// The paths this value stands for.
  var paths: [String] { get }
}

extension String: PathConvertible {
  /// The text as one path.
  public var paths: [String] { [self] }
}

extension Array: PathConvertible where Element: PathConvertible {
  /// The paths of each element, in order.
  public var paths: [String] {
    // Nearly always texts; what is generic here is not specialized for a manifest, and costs.
    if let texts = self as? [String] { return texts }
    var paths: [String] = []
    for element in self { paths += element.paths }
    return paths
  }
}
