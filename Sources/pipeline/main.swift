internal import Foundation

let ending = Program(arguments: Array(CommandLine.arguments.dropFirst())).run()
exit(ending.status)
