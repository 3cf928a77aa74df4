// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace casus {

/// Days since 1970-01-01 to "YYYY-MM-DD" (proleptic Gregorian).
std::string format_day(std::int32_t day);
/// The first ten characters of an ISO 8601 date to days since 1970-01-01; absent where they are no valid day.
std::optional<std::int32_t> parse_day(std::string_view iso);

}  // namespace casus
