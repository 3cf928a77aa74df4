// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "document/document.h"

namespace casus::timex {

/// Inclusive days.
struct Interval {
  Day start = 0;
  Day end = 0;
};

/// A calendar date; `month` 1 to 12.
struct Date {
  int year = 1970;
  unsigned month = 1;
  unsigned day = 1;
};

Date date_of(Day day);
/// Absent where there is no such day.
std::optional<Day> day_of(Date date);
/// 1 (Monday) to 7.
unsigned weekday_of(Day day);
Interval month_of(int year, unsigned month);
Interval year_of(int year);
/// Monday to Sunday around `day`.
Interval week_of(Day day);
/// `months` later (earlier if negative); year and month alone.
Date add_months(Date date, int months);

std::string day_value(Day day);
std::string month_value(int year, unsigned month);
std::string year_value(int year);
/// "2018-W14", by ISO 8601.
std::string week_value(Day day);

}  // namespace casus::timex
