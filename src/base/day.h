// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace casus {

/// The names of the months in English, in small letters.
inline constexpr std::array<std::string_view, 12> kMonthNames{"january",   "february", "march",    "april",
                                                              "may",       "june",     "july",     "august",
                                                              "september", "october",  "november", "december"};

/// Days since 1970-01-01 to "YYYY-MM-DD" (proleptic Gregorian).
std::string format_day(std::int32_t day);
/// The first ten characters of an ISO 8601 date to days since 1970-01-01; absent where they are no valid day.
std::optional<std::int32_t> parse_day(std::string_view iso);

}  // namespace casus
