import PipelineDescription
import PipelinePlanning
import Testing

/// The values of parameters: the order of settings, and values of the wrong type.
struct ParameterValuesTests {
  private static let top = ParameterDeclaration(
    name: "top",
    defaultValue: .integer(10),
    place: Place(3)
  )

  private static func set(
    _ text: String,
    _ form: ParameterSetting.Form = .bare,
    _ name: String = "top"
  ) -> ParameterSetting {
    let source: ParameterSetting.Source = form == .bare ? .option : .file(line: 2)
    return ParameterSetting(name: name, text: text, form: form, source: source)
  }

  private func values(
    _ declarations: [ParameterDeclaration],
    _ settings: [ParameterSetting]
  ) -> (values: ParameterValues, faults: [SettingFault]) {
    var faults: [SettingFault] = []
    let values = ParameterValues(declarations, settings: settings, faults: &faults)
    return (values, faults)
  }

  @Test(arguments: [false, true], [false, true])
  func `the command line overrides file and default`(_ option: Bool, _ file: Bool) {
    let settings =
      (option ? [Self.set("30")] : []) + (file ? [Self.set("20", .number)] : [])
    let (values, faults) = values([Self.top], settings)
    #expect(faults.isEmpty)
    #expect(values.text(of: "top") == (option ? "30" : file ? "20" : "10"))
    let source: ParameterSetting.Source? = option ? .option : file ? .file(line: 2) : nil
    #expect(values.entries.map(\.source) == [source])
  }

  struct Row: Sendable {
    let kind: ParameterValue
    let form: ParameterSetting.Form
    /// The given setting and the resulting value; nil if it is invalid.
    let texts: [String: String?]
  }

  @Test(arguments: [
    Row(
      kind: .integer(1),
      form: .bare,
      texts: [
        "20": "20", "-3": "-3", "007": "7", "": nil, "abc": nil, "1.5": nil, "1e3": nil, " 1": nil,
        "99999999999999999999": nil,
      ]
    ),
    Row(kind: .integer(1), form: .number, texts: ["20": "20", "20.0": nil]),
    Row(kind: .integer(1), form: .string, texts: ["20": nil]),
    Row(kind: .integer(1), form: .truth, texts: ["true": nil]),
    Row(
      kind: .number(1),
      form: .bare,
      texts: [
        "0.50": "0.5", "2": "2.0", "1e3": "1000.0", "nan": nil, "inf": nil, "0x10": nil,
        "1e999": nil, "": nil,
      ]
    ),
    Row(kind: .number(1), form: .number, texts: ["2": "2.0", "1e999": nil]),
    Row(kind: .number(1), form: .string, texts: ["2": nil]),
    Row(
      kind: .text(""),
      form: .bare,
      texts: ["": "", "a=b": "a=b", "two\nlines": "two\nlines", "20": "20"]
    ),
    Row(kind: .text(""), form: .string, texts: ["": "", "20": "20"]),
    Row(kind: .text(""), form: .number, texts: ["20": nil]),
    Row(kind: .truth(true), form: .bare, texts: ["false": "false", "yes": nil, "TRUE": nil]),
    Row(kind: .truth(true), form: .truth, texts: ["false": "false"]),
    Row(kind: .truth(true), form: .string, texts: ["true": nil]),
  ])
  func `a value has the type of its parameter`(_ row: Row) {
    let declaration = ParameterDeclaration(name: "top", defaultValue: row.kind, place: Place(1))
    for (text, expected) in row.texts {
      let setting = Self.set(text, row.form)
      let (values, faults) = values([declaration], [setting])
      #expect(values.text(of: "top") == expected ?? row.kind.text, "\(text)")
      #expect(faults == (expected == nil ? [.wrongType(setting, declaration)] : []), "\(text)")
    }
  }

  @Test func `the check reports every fault, even in an overridden value`() {
    let settings = [Self.set("30"), Self.set("abc", .number), Self.set("1", .number, "tpo")]
    let (values, faults) = values([Self.top], settings)
    #expect(values.text(of: "top") == "30")
    #expect(
      faults == [
        .wrongType(settings[1], Self.top),
        .unknown(settings[2], nearest: "top", declared: ["top"]),
      ]
    )
  }

  @Test func `a NUL byte is a separate fault`() {
    let declaration = ParameterDeclaration(name: "top", defaultValue: .text(""), place: Place(1))
    let setting = Self.set("a\0b", .string)
    #expect(values([declaration], [setting]).faults == [.nulByte(setting)])
  }

  @Test func `equal values have equal texts, and each text converts back to its value`() {
    let all: [ParameterValue] = [
      .integer(.min), .integer(0), .number(0.1), .number(1e21), .number(-5e-300), .text("ü"),
      .truth(true),
    ]
    for value in all { #expect(ParameterValue(value.text, as: value.kind) == value) }
  }
}
