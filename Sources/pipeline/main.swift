internal import Foundation
internal import PipelineSystem

let ending = Program(arguments: ProgramArguments.all()).run()
exit(ending.status)
