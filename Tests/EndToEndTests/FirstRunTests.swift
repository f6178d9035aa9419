import Testing

/// A pipeline from its first run on, as a person uses it every day.
@Suite struct FirstRunTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "3\n1\n2\n")
    try project.file("two.sh", "head -n 1 \"$1\" > \"$2\"; echo \"kept $(cat \"$2\")\"\n")
    try project.stage("sort", "sort in > sorted", in: ["in"], out: ["sorted"])
    try project.stage(
      "top",
      script: "two.sh",
      arguments: ["sorted", "first"],
      in: ["sorted"],
      out: ["first"]
    )
  }

  @Test func `a first run runs everything, and a second one nothing`() throws {
    try project.run().expect(
      """
      p · 2 stages · 2 to run
      ▶ sort  output sorted is missing
        sort in > sorted
      ✓ sort  SECONDS
      ▶ top   output first is missing
        sh two.sh sorted first
        kept 1
      ✓ top   SECONDS
      ✓ done in SECONDS · 2 ran
      """
    )
    #expect(try project.read("first") == "1\n")
    try project.run("--all").expect("✓ nothing to do · 2 up to date")
  }
}
