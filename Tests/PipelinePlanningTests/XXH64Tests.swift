import PipelinePlanning
import Testing

/// The vectors are those of the reference implementation, xxHash 0.8 (`xxhsum -H1`, seed 0).
struct XXH64Tests {
  @Test(
    arguments: [
      ("", 0xEF46_DB37_51D8_E999),
      ("a", 0xD24E_C4F1_A98C_6E5B),
      ("abc", 0x44BC_2CF5_AD77_0999),
      ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
    ] as [(String, UInt64)]
  )
  func `a text has its published hash`(text: String, hash: UInt64) {
    #expect(XXH64.hash(text.utf8) == hash)
    #expect(XXH64.hash(Array(text.utf8)[...]) == hash)
  }

  @Test(
    arguments: [
      (3, 0x31D2_363F_52E5_64C9), (4, 0x9BB6_4B7D_66EE_9FDA), (7, 0x9A7B_1499_59CE_60D8),
      (8, 0xDAB9_9D95_C6F9_0092), (11, 0x7A52_CC94_57CF_1A1F), (12, 0xD52E_4078_33AF_5133),
      (31, 0xA2AA_5F33_CC4A_6119), (32, 0x23C3_C17E_F790_FD97), (33, 0x50A7_CFC7_BA58_8784),
      (63, 0x5E3E_54B4_31C7_493C), (64, 0x0EB6_4B3E_F6EE_B01F), (100, 0xA61F_8D4C_170F_E531),
      (1000, 0x5F23_5FA0_33F1_A3FB),
    ] as [(Int, UInt64)]
  )
  func `every length has the hash of the reference`(count: Int, hash: UInt64) {
    #expect(XXH64.hash((0..<count).map { UInt8(truncatingIfNeeded: $0 * 7 + 3) }) == hash)
  }
}
