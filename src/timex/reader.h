// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "document/document.h"
#include "lang/numbers.h"
#include "timex/calendar.h"
#include "timex/time_words.h"

namespace casus::timex {

/// Where words stand in time.
struct Setting {
  std::optional<Day> today;  ///< the day of publication, or that of the text's dateline
  std::optional<Day> told;   ///< the day that the text told of last
  bool is_future = false;    ///< the clause's verb looks ahead
  bool is_capital = false;   ///< the first word begins with a capital
};

/// What the words of a time expression say.
struct Reading {
  std::size_t words = 0;
  TimeExpression time;  ///< without tokens
};

/// Reads time expressions off lower-case words.
class Reader {
 public:
  Reader(const TimeWords& time_words, const lang::Numbers& numbers) : words_(time_words), numbers_(numbers) {}

  /// The longest expression that begins at words[at]; absent if none does.
  std::optional<Reading> read(std::span<const std::string> words, std::size_t at, const Setting& setting) const;

 private:
  using Words = std::span<const std::string>;
  using Maybe = std::optional<Reading>;
  Maybe iso(Words words, std::size_t at) const;
  Maybe clock(Words words, std::size_t at, const Setting& setting) const;
  Maybe weekday(Words words, std::size_t at, const Setting& setting) const;
  Maybe month_first(Words words, std::size_t at, const Setting& setting) const;
  Maybe day_first(Words words, std::size_t at, const Setting& setting) const;
  Maybe relative(Words words, std::size_t at, const Setting& setting) const;
  Maybe modified(Words words, std::size_t at, const Setting& setting) const;
  Maybe told(Words words, std::size_t at, const Setting& setting) const;
  Maybe span_of_units(Words words, std::size_t at, const Setting& setting) const;
  Maybe share(Words words, std::size_t at, const Setting& setting) const;
  Maybe part_of_year(Words words, std::size_t at, const Setting& setting) const;
  Maybe year(Words words, std::size_t at) const;
  Maybe set(Words words, std::size_t at) const;

  std::optional<int> year_at(Words words, std::size_t at) const;
  std::optional<unsigned> day_at(Words words, std::size_t at) const;
  /// A day of a month, in the year that is given or that the setting fixes.
  Reading on_day(unsigned month, unsigned first, unsigned last, std::optional<int> year, const Setting& setting,
                 std::size_t count) const;
  Reading in_month(unsigned month, std::optional<int> year, const Setting& setting, std::size_t count) const;
  void add_part(Words words, Reading& reading, std::size_t at) const;
  static void set_interval(Reading& reading, Interval interval, Granularity granularity, std::string value);

  const TimeWords& words_;
  const lang::Numbers& numbers_;
};

}  // namespace casus::timex
