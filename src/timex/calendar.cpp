// SPDX-License-Identifier: Apache-2.0
#include "timex/calendar.h"

#include <chrono>

#include "base/day.h"

namespace casus::timex {
namespace {
std::chrono::year_month_day calendar(Day day) {
  return std::chrono::sys_days{std::chrono::days{day}};
}
Day days(std::chrono::sys_days day) {
  return static_cast<Day>(day.time_since_epoch().count());
}
std::string padded(int value, std::size_t width) {
  std::string digits = std::to_string(value);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}
}  // namespace

Date date_of(Day day) {
  const auto date = calendar(day);
  return {static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())};
}

std::optional<Day> day_of(Date date) {
  const std::chrono::year_month_day whole{std::chrono::year{date.year}, std::chrono::month{date.month},
                                          std::chrono::day{date.day}};
  if (!whole.ok()) return std::nullopt;
  return days(std::chrono::sys_days{whole});
}

unsigned weekday_of(Day day) {
  return std::chrono::weekday{std::chrono::sys_days{std::chrono::days{day}}}.iso_encoding();
}

Interval month_of(int year, unsigned month) {
  const std::chrono::year_month whole{std::chrono::year{year}, std::chrono::month{month}};
  return {days(std::chrono::sys_days{whole / 1}), days(std::chrono::sys_days{whole / std::chrono::last})};
}

Interval year_of(int year) {
  return {month_of(year, 1).start, month_of(year, 12).end};
}

Interval week_of(Day day) {
  const Day monday = day - static_cast<Day>(weekday_of(day)) + 1;
  return {monday, monday + 6};
}

Date add_months(Date date, int months) {
  const int total = date.year * 12 + static_cast<int>(date.month) - 1 + months;
  const int year = total >= 0 ? total / 12 : (total - 11) / 12;
  return {year, static_cast<unsigned>(total - year * 12) + 1, date.day};
}

std::string day_value(Day day) {
  return format_day(day);
}
std::string month_value(int year, unsigned month) {
  return padded(year, 4) + "-" + padded(static_cast<int>(month), 2);
}
std::string year_value(int year) {
  return padded(year, 4);
}

std::string week_value(Day day) {
  const Day thursday = week_of(day).start + 3;  // the week belongs to its Thursday's year
  const int year = date_of(thursday).year;
  const int week = (thursday - year_of(year).start) / 7 + 1;
  return padded(year, 4) + "-W" + padded(week, 2);
}

}  // namespace casus::timex
