// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "base/result.h"

namespace casus::timex {

enum class Unit : std::uint8_t { kSecond, kMinute, kHour, kDay, kWeek, kMonth, kQuarter, kYear, kDecade, kCentury };

/// data/lang/en/time.toml.
class TimeWords {
 public:
  /// Errors: not_found, or bad_data naming file and line.
  static Result<TimeWords> load(const std::filesystem::path& data);

  /// 1 (Monday) to 7; absent for other words.
  std::optional<unsigned> weekday(const std::string& word) const { return find(weekdays_, word); }
  /// 1 to 12.
  std::optional<unsigned> month(const std::string& word) const { return find(months_, word); }
  std::optional<Unit> unit(const std::string& word) const;
  /// Spring 0 to winter 3.
  std::optional<unsigned> season(const std::string& word) const { return find(seasons_, word); }
  /// TIMEX3's code of a part of the day: "MO", "AF", "EV", "NI", "T12:00", "T24:00"; empty for other words.
  std::string_view part(const std::string& word) const;
  /// Days from the day of publication: "yesterday" is -1.
  std::optional<int> relative(const std::string& word) const;
  /// "P1W" for "weekly"; empty for other words.
  std::string_view set(const std::string& word) const;
  /// True if `word` is in the list `kind` of [words].
  bool is(std::string_view kind, const std::string& word) const;

 private:
  using Table = std::unordered_map<std::string, unsigned>;
  static std::optional<unsigned> find(const Table& table, const std::string& word);

  Table weekdays_, months_, units_, seasons_, parts_;
  std::unordered_map<std::string, int> relative_;
  std::unordered_map<std::string, std::string> sets_;
  std::unordered_map<std::string, std::unordered_set<std::string>> words_;
};

}  // namespace casus::timex
