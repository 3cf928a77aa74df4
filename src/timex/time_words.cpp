// SPDX-License-Identifier: Apache-2.0
#include "timex/time_words.h"

#include <algorithm>
#include <array>
#include <span>

#include "lang/strict_toml.h"

namespace casus::timex {
namespace {

constexpr std::string_view kWeekdays[] = {"",         "monday", "tuesday",  "wednesday",
                                          "thursday", "friday", "saturday", "sunday"};
constexpr std::string_view kMonths[] = {"",     "january", "february",  "march",   "april",    "may",     "june",
                                        "july", "august",  "september", "october", "november", "december"};
constexpr std::string_view kUnits[] = {"second", "minute",  "hour", "day",    "week",
                                       "month",  "quarter", "year", "decade", "century"};
constexpr std::string_view kSeasons[] = {"spring", "summer", "autumn", "winter"};
constexpr std::string_view kParts[] = {"morning", "afternoon", "evening", "night", "noon", "midnight"};
constexpr std::string_view kPartCodes[] = {"TMO", "TAF", "TEV", "TNI", "T12:00", "T24:00"};
constexpr std::string_view kKinds[] = {"last",   "past",   "next",    "this",   "recent", "early",  "late",
                                       "middle", "ago",    "earlier", "later",  "every",  "since",  "until",
                                       "by",     "before", "after",   "future", "vague",  "weekend"};

/// Reads a table of word lists whose keys are the names in `names`; a word's value is its name's place.
Result<void> read_table(const lang::TomlFile& file, std::string_view section, std::span<const std::string_view> names,
                        std::unordered_map<std::string, unsigned>& out) {
  const toml::table* table = file.root[section].as_table();
  if (table == nullptr) return fail(ErrorCode::kBadData, file.shown + ": missing table '" + std::string(section) + "'");
  for (const auto& [key, value] : *table) {
    const auto name = std::ranges::find(names, key.str());
    if (name == names.end()) return file.error_at(value, "unknown key '" + std::string(key.str()) + "'");
    ASSIGN_OR_RETURN(const std::vector<std::string> words, file.strings(*table, key.str()));
    for (const std::string& word : words) out[word] = static_cast<unsigned>(name - names.begin());
  }
  return {};
}

}  // namespace

Result<TimeWords> TimeWords::load(const std::filesystem::path& data) {
  ASSIGN_OR_RETURN(const lang::TomlFile file,
                   lang::load_toml((data / "lang/en/time.toml").string(), "lang/en/time.toml"));
  RETURN_IF_ERROR(
      file.only_keys(file.root, {"weekdays", "months", "units", "seasons", "parts", "relative", "words", "sets"}));
  TimeWords out;
  RETURN_IF_ERROR(read_table(file, "weekdays", kWeekdays, out.weekdays_));
  RETURN_IF_ERROR(read_table(file, "months", kMonths, out.months_));
  RETURN_IF_ERROR(read_table(file, "units", kUnits, out.units_));
  RETURN_IF_ERROR(read_table(file, "seasons", kSeasons, out.seasons_));
  RETURN_IF_ERROR(read_table(file, "parts", kParts, out.parts_));
  if (const toml::table* table = file.root["relative"].as_table()) {
    for (const auto& [word, value] : *table) {
      const auto days = value.value_exact<std::int64_t>();
      if (!days) return file.error_at(value, "expected a number of days");
      out.relative_[std::string(word.str())] = static_cast<int>(*days);
    }
  }
  if (const toml::table* table = file.root["words"].as_table()) {
    for (const auto& [kind, value] : *table) {
      if (std::ranges::find(kKinds, kind.str()) == std::end(kKinds))
        return file.error_at(value, "unknown key '" + std::string(kind.str()) + "'");
      ASSIGN_OR_RETURN(const std::vector<std::string> words, file.strings(*table, kind.str()));
      out.words_[std::string(kind.str())].insert(words.begin(), words.end());
    }
  }
  if (const toml::table* table = file.root["sets"].as_table()) {
    for (const auto& [word, value] : *table) {
      ASSIGN_OR_RETURN(out.sets_[std::string(word.str())], file.string(*table, word.str()));
    }
  }
  return out;
}

std::optional<unsigned> TimeWords::find(const Table& table, const std::string& word) {
  const auto found = table.find(word);
  return found == table.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Unit> TimeWords::unit(const std::string& word) const {
  const auto found = find(units_, word);
  return found ? std::optional(static_cast<Unit>(*found)) : std::nullopt;
}

std::string_view TimeWords::part(const std::string& word) const {
  const auto found = find(parts_, word);
  return found ? kPartCodes[*found] : std::string_view();
}

std::optional<int> TimeWords::relative(const std::string& word) const {
  const auto found = relative_.find(word);
  return found == relative_.end() ? std::nullopt : std::optional(found->second);
}

std::string_view TimeWords::set(const std::string& word) const {
  const auto found = sets_.find(word);
  return found == sets_.end() ? std::string_view() : std::string_view(found->second);
}

bool TimeWords::is(std::string_view kind, const std::string& word) const {
  const auto found = words_.find(std::string(kind));
  return found != words_.end() && found->second.contains(word);
}

}  // namespace casus::timex
