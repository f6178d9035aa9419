// An empty replacement for ICU's data, which would be half of the executable in a static build on Linux.
//
// Foundation contains ICU with 31 MB of tables (locales, time zones, calendars, formats). The tool uses none
// of them, and `.ci/run` searches for code that would. Because this file defines their symbol, the linker
// leaves ICU's own out. A new version of ICU has another symbol; then the executable only grows.

#if defined(__linux__)
#include <stdint.h>

// The header of a common data file (ICU, source/common/ucmndata.h and unicode/udata.h), and the table of
// contents in format `CmnD`, version 1 (source/common/ucmndata.cpp).
struct common_data {
  uint16_t header_size;
  uint8_t magic[2];
  uint16_t info_size, info_reserved;
  uint8_t is_big_endian, charset_family, sizeof_uchar, reserved;
  uint8_t data_format[4], format_version[4], data_version[4];
  uint8_t padding[8];
  uint32_t count; // the number of tables
};

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define IS_BIG_ENDIAN 1
#else
#define IS_BIG_ENDIAN 0
#endif

__attribute__((aligned(16))) const struct common_data icudt76_dat = {
    .header_size = 32,
    .magic = {0xda, 0x27},
    .info_size = 20,
    .is_big_endian = IS_BIG_ENDIAN,
    .sizeof_uchar = 2,
    .data_format = {'C', 'm', 'n', 'D'},
    .format_version = {1},
};
#endif
