import PipelinePlanning
import Testing

@testable import PipelineSystem

struct LaunchCheckTests {
  static let limits = LaunchCheck.Limits(total: 100, single: 20)

  static func launch(
    _ arguments: [String] = [],
    _ environment: [String: String] = [:]
  ) -> Launch {
    Launch(
      executable: "/bin/x",
      arguments: arguments,
      environment: environment,
      workingDirectory: "/"
    )
  }

  @Test(arguments: [
    (launch(["a", String(repeating: "b", count: 19)]), nil),
    (
      launch(["a", String(repeating: "b", count: 20)]),
      LaunchFault.argumentTooLong(index: 1, bytes: 21, limit: 20)
    ),
    (launch(["éééééééééé"]), .argumentTooLong(index: 0, bytes: 21, limit: 20)),
    (launch([], ["A": String(repeating: "b", count: 17)]), nil),
    (
      launch([], ["A": String(repeating: "b", count: 18), "B": "1"]),
      .variableTooLong(name: "A", bytes: 21, limit: 20)
    ),
    (launch(Array(repeating: "1234567", count: 11)), nil),
    (launch(Array(repeating: "1234567", count: 12)), .argumentsTooLong(bytes: 103, limit: 100)),
    (launch(["a\0b"]), .zeroByte(in: "a\0b")),
    (launch([], ["A": "\0"]), .zeroByte(in: "A")),
  ])
  func `a launch that the system would refuse is a fault`(launch: Launch, fault: LaunchFault?) {
    #expect(LaunchCheck.sizes(launch, limits: Self.limits) == fault)
  }

  @Test func `without a limit for one argument, only the sum counts`() {
    let limits = LaunchCheck.Limits(total: 100, single: nil)
    let long = Self.launch([String(repeating: "b", count: 50)])
    #expect(LaunchCheck.sizes(long, limits: limits) == nil)
  }

  @Test func `the runner retries only temporary faults`() {
    #expect(Launcher.isPassing(.system(SystemFault(26), call: "execve")))
    #expect(!Launcher.isPassing(.system(SystemFault(13), call: "execve")))
    #expect(!Launcher.isPassing(.missing("a")))
  }

  @Test func `a teardown ends with SIGKILL`() {
    let steps = TeardownStep.steps(grace: .seconds(7))
    #expect(steps.first?.patience == .seconds(7))
    #expect(steps.first?.signals == [15, 18] || steps.first?.signals == [15, 19])
    #expect(steps.last == .kill)
  }
}
