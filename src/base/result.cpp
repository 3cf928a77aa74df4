// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

#include <array>

namespace casus {
namespace {
struct Row {
  std::string_view name;
  int exit_status;
};
constexpr std::array<Row, 7> kCodes{{{"bad_input", 2},
                                     {"bad_data", 3},
                                     {"not_found", 2},
                                     {"limit", 5},
                                     {"io", 4},
                                     {"unsupported", 6},
                                     {"internal", 70}}};
const Row& row_of(ErrorCode code) {
  return kCodes[static_cast<std::size_t>(code)];
}
}  // namespace

std::string_view to_string(ErrorCode code) {
  return row_of(code).name;
}
int exit_status(ErrorCode code) {
  return row_of(code).exit_status;
}
std::string to_string(const Error& error) {
  return std::string(to_string(error.code)) + ": " + error.message;
}

}  // namespace casus
