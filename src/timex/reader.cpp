// SPDX-License-Identifier: Apache-2.0
#include "timex/reader.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/day.h"

namespace casus::timex {
namespace {

constexpr std::size_t kLookAhead = 12;

const std::string& word_at(std::span<const std::string> words, std::size_t at) {
  static const std::string kNothing;
  return at < words.size() ? words[at] : kNothing;
}

bool all_digits(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_article(const std::string& word) {
  return word == "the" || word == "a" || word == "an";
}

Granularity granularity_of(Unit unit) {
  switch (unit) {
    case Unit::kSecond:
    case Unit::kMinute:
      return Granularity::kMinute;
    case Unit::kHour:
      return Granularity::kHour;
    case Unit::kDay:
      return Granularity::kDay;
    case Unit::kWeek:
      return Granularity::kWeek;
    case Unit::kMonth:
    case Unit::kQuarter:
      return Granularity::kMonth;
    case Unit::kYear:
      return Granularity::kYear;
    case Unit::kDecade:
      return Granularity::kDecade;
    case Unit::kCentury:
      return Granularity::kCentury;
  }
  return Granularity::kUnknown;
}

std::string number_text(double value) {
  if (value == std::floor(value) && value < 1e9) return std::to_string(static_cast<long long>(value));
  std::string text = std::to_string(value);
  while (text.ends_with('0')) text.pop_back();
  return text;
}

/// "P3D", "PT24H", "P1E" for decades; `count` below 0 is an unknown number.
std::string duration_value(double count, Unit unit) {
  static constexpr std::string_view kCodes[] = {"S", "M", "H", "D", "W", "M", "Q", "Y", "E", "C"};
  const bool is_clock = unit == Unit::kSecond || unit == Unit::kMinute || unit == Unit::kHour;
  return std::string(is_clock ? "PT" : "P") + (count < 0 ? "X" : number_text(count)) +
         std::string(kCodes[static_cast<std::size_t>(unit)]);
}

/// The interval of `unit` that lies `steps` from the one around `today`.
std::optional<Interval> interval_of(Unit unit, Day today, int steps) {
  const Date date = date_of(today);
  switch (unit) {
    case Unit::kDay:
      return Interval{today + steps, today + steps};
    case Unit::kWeek:
      return week_of(today + 7 * steps);
    case Unit::kMonth: {
      const Date moved = add_months(date, steps);
      return month_of(moved.year, moved.month);
    }
    case Unit::kQuarter: {
      const Date moved = add_months({date.year, (date.month - 1) / 3 * 3 + 1, 1}, 3 * steps);
      return Interval{month_of(moved.year, moved.month).start, month_of(moved.year, moved.month + 2).end};
    }
    case Unit::kYear:
      return year_of(date.year + steps);
    case Unit::kDecade: {
      const int first = (date.year / 10 + steps) * 10;
      return Interval{year_of(first).start, year_of(first + 9).end};
    }
    case Unit::kCentury: {
      const int first = (date.year / 100 + steps) * 100;
      return Interval{year_of(first).start, year_of(first + 99).end};
    }
    default:
      return std::nullopt;
  }
}

std::string value_of(Unit unit, Interval interval) {
  const Date date = date_of(interval.start);
  switch (unit) {
    case Unit::kDay:
      return day_value(interval.start);
    case Unit::kWeek:
      return week_value(interval.start);
    case Unit::kMonth:
      return month_value(date.year, date.month);
    case Unit::kQuarter:
      return year_value(date.year) + "-Q" + std::to_string((date.month - 1) / 3 + 1);
    case Unit::kYear:
      return year_value(date.year);
    case Unit::kDecade:
      return year_value(date.year).substr(0, 3);
    case Unit::kCentury:
      return year_value(date.year).substr(0, 2);
    default:
      return "";
  }
}

/// The day `count` units away from `today`.
std::optional<Day> moved(Day today, double count, Unit unit, int sign) {
  if (!(count < 100000)) return std::nullopt;
  const int steps = sign * static_cast<int>(count);
  switch (unit) {
    case Unit::kDay:
      return today + steps;
    case Unit::kWeek:
      return today + 7 * steps;
    case Unit::kMonth:
    case Unit::kQuarter:
    case Unit::kYear:
    case Unit::kDecade:
    case Unit::kCentury: {
      const int months = unit == Unit::kMonth     ? 1
                         : unit == Unit::kQuarter ? 3
                         : unit == Unit::kYear    ? 12
                         : unit == Unit::kDecade  ? 120
                                                  : 1200;
      if (std::abs(steps) > 3000) return std::nullopt;
      Date date = add_months(date_of(today), steps * months);
      while (date.day > 28 && !day_of(date)) --date.day;
      return day_of(date);
    }
    default:
      return std::nullopt;
  }
}

}  // namespace

void Reader::set_interval(Reading& reading, Interval interval, Granularity granularity, std::string value) {
  reading.time.start = interval.start;
  reading.time.end = interval.end;
  reading.time.granularity = granularity;
  reading.time.value = std::move(value);
}

std::optional<int> Reader::year_at(Words words, std::size_t at) const {
  const std::string& word = word_at(words, at);
  if (word.size() != 4 || !all_digits(word)) return std::nullopt;
  const int year = std::stoi(word);
  return year >= 1000 && year < 2200 ? std::optional(year) : std::nullopt;
}

std::optional<unsigned> Reader::day_at(Words words, std::size_t at) const {
  const std::string& word = word_at(words, at);
  std::optional<unsigned> day;
  if (all_digits(word) && word.size() <= 2)
    day = static_cast<unsigned>(std::stoi(word));
  else
    day = numbers_.ordinal(word);
  return day && *day >= 1 && *day <= 31 ? day : std::nullopt;
}

Reading Reader::on_day(unsigned month, unsigned first, unsigned last, std::optional<int> year, const Setting& setting,
                       std::size_t count) const {
  Reading out;
  out.words = count;
  out.time.granularity = Granularity::kDay;
  if (!year && setting.today) {
    // The year that brings the day nearest, before the day of publication unless the verb looks ahead.
    const int now = date_of(*setting.today).year;
    std::optional<Day> best;
    for (const int candidate : {now - 1, now, now + 1}) {
      const auto day = day_of({candidate, month, first});
      if (!day) continue;
      const int distance = *day - *setting.today;
      const bool fits = setting.is_future ? distance >= 0 : distance <= 0;
      if (fits && (!best || std::abs(distance) < std::abs(*best - *setting.today))) best = day;
    }
    // A date close by on the other side is meant rather than one almost a year away, whose year would be told.
    constexpr int kSoon = 60;
    constexpr int kFar = 300;
    if (best && std::abs(*setting.today - *best) > kFar)
      for (const int candidate : {now - 1, now, now + 1})
        if (const auto day = day_of({candidate, month, first}); day && std::abs(*day - *setting.today) <= kSoon)
          best = day;
    if (best) year = date_of(*best).year;
  }
  if (!year) return out;
  const auto start = day_of({*year, month, first});
  const auto end = day_of({*year, month, last});
  if (!start || !end || *end < *start) return out;
  set_interval(out, {*start, *end}, Granularity::kDay,
               day_value(*start) + (last != first ? "/" + day_value(*end) : ""));
  return out;
}

Reading Reader::in_month(unsigned month, std::optional<int> year, const Setting& setting, std::size_t count) const {
  Reading out;
  out.words = count;
  out.time.granularity = Granularity::kMonth;
  if (!year && setting.today) {
    const Date now = date_of(*setting.today);
    if (setting.is_future)
      year = month >= now.month ? now.year : now.year + 1;
    else
      year = month <= now.month ? now.year : now.year - 1;
  }
  if (year) set_interval(out, month_of(*year, month), Granularity::kMonth, month_value(*year, month));
  return out;
}

void Reader::add_part(Words words, Reading& reading, std::size_t at) const {
  const std::string_view part = words_.part(word_at(words, at));
  if (part.empty()) return;
  ++reading.words;
  reading.time.type = TimeType::kTime;
  if (!reading.time.value.empty() && reading.time.start && reading.time.granularity == Granularity::kDay)
    reading.time.value += part;
}

Reader::Maybe Reader::iso(Words words, std::size_t at) const {
  const std::string& word = word_at(words, at);
  std::string text = word;
  std::size_t count = 1;
  if (word.size() == 4 && word_at(words, at + 1) == "-" && word_at(words, at + 3) == "-") {
    text = word + "-" + word_at(words, at + 2) + "-" + word_at(words, at + 4);
    count = 5;
  }
  if (text.size() != 10 && !(text.size() > 10 && text[10] == 't')) return std::nullopt;
  const auto day = parse_day(text);
  if (!day) return std::nullopt;
  Reading out;
  out.words = count;
  set_interval(out, {*day, *day}, Granularity::kDay, day_value(*day));
  return out;
}

Reader::Maybe Reader::clock(Words words, std::size_t at, const Setting& setting) const {
  const std::string& word = word_at(words, at);
  if (word.empty() || word[0] < '0' || word[0] > '9') return std::nullopt;
  int hour = 0;
  int minute = 0;
  std::size_t i = 0;
  while (i < word.size() && i < 2 && word[i] >= '0' && word[i] <= '9') hour = hour * 10 + (word[i++] - '0');
  bool has_minutes = false;
  if (i + 2 < word.size() + 0 && (word[i] == ':' || word[i] == '.') &&
      all_digits(std::string_view(word).substr(i + 1, 2)) && word.size() >= i + 3) {
    minute = std::stoi(word.substr(i + 1, 2));
    has_minutes = word[i] == ':';
    i += 3;
  }
  std::string half = word.substr(i);
  std::size_t count = 1;
  if (half.empty()) {
    half = word_at(words, at + 1);
    ++count;
  }
  const bool is_am = half == "am" || half == "a.m." || half == "a.m";
  const bool is_pm = half == "pm" || half == "p.m." || half == "p.m";
  if (!is_am && !is_pm) {
    if (!has_minutes || i != word.size()) return std::nullopt;
    count = 1;
  }
  if (hour > 24 || minute > 59 || ((is_am || is_pm) && (hour > 12 || hour == 0))) return std::nullopt;
  if (is_pm && hour < 12) hour += 12;
  if (is_am && hour == 12) hour = 0;
  Reading out;
  out.words = count;
  out.time.type = TimeType::kTime;
  out.time.granularity = Granularity::kMinute;
  const auto two = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  const std::string time = "T" + two(hour) + ":" + two(minute);
  // "5 p.m. Wednesday", "5 p.m. on Wednesday"
  std::size_t next = at + count;
  if (word_at(words, next) == "on" || word_at(words, next) == ",") ++next;
  Maybe day = weekday(words, next, setting);
  if (!day) day = month_first(words, next, setting);
  if (!day) day = day_first(words, next, setting);
  if (!day) day = relative(words, next, setting);
  if (day && day->time.granularity == Granularity::kDay) {
    out.words = next - at + day->words;
    out.time.start = day->time.start;
    out.time.end = day->time.end;
    if (day->time.start) out.time.value = day_value(*day->time.start) + time;
  }
  return out;
}

Reader::Maybe Reader::weekday(Words words, std::size_t at, const Setting& setting) const {
  const auto wanted = words_.weekday(word_at(words, at));
  if (!wanted) return std::nullopt;
  // "Friday, August 21, 2015"
  std::size_t next = at + 1;
  if (word_at(words, next) == ",") ++next;
  if (word_at(words, next) == "the") ++next;
  Maybe date = month_first(words, next, setting);
  if (!date) date = day_first(words, next, setting);
  if (date && date->time.granularity == Granularity::kDay) {
    date->words += next - at;
    if (date->time.start && weekday_of(*date->time.start) != *wanted && setting.today) {
      // The year was a guess: the one whose weekday agrees is right.
      const Date guess = date_of(*date->time.start);
      for (const int step : {-1, 1, -2, 2}) {
        const auto day = day_of({guess.year + step, guess.month, guess.day});
        const bool has_year = word_at(words, at + date->words - 1).size() == 4;
        if (day && !has_year && weekday_of(*day) == *wanted) {
          set_interval(*date, {*day, *day}, Granularity::kDay, day_value(*day));
          break;
        }
      }
    }
    return date;
  }
  Reading out;
  out.words = 1;
  out.time.granularity = Granularity::kDay;
  if (setting.today) {
    const int now = static_cast<int>(weekday_of(*setting.today));
    int step = static_cast<int>(*wanted) - now;
    if (setting.is_future && step < 0) step += 7;
    if (!setting.is_future && step > 0) step -= 7;
    const Day day = *setting.today + step;
    set_interval(out, {day, day}, Granularity::kDay, day_value(day));
  }
  add_part(words, out, at + 1);
  return out;
}

Reader::Maybe Reader::month_first(Words words, std::size_t at, const Setting& setting) const {
  const auto month = words_.month(word_at(words, at));
  if (!month) return std::nullopt;
  if (const auto first = day_at(words, at + 1)) {
    unsigned last = *first;
    std::size_t count = 2;
    const std::string& dash = word_at(words, at + 2);
    if (dash == "-" || dash == "\u2013" || dash == "to" || dash == "and") {
      if (const auto until = day_at(words, at + 3); until && *until > *first) {
        last = *until;
        count = 4;
      }
    }
    std::size_t next = at + count;
    if (word_at(words, next) == "," || word_at(words, next) == "of") ++next;
    const auto year = year_at(words, next);
    if (year) count = next + 1 - at;
    return on_day(*month, *first, last, year, setting, count);
  }
  std::size_t next = at + 1;
  if (word_at(words, next) == "," || word_at(words, next) == "of") ++next;
  if (const auto year = year_at(words, next)) return in_month(*month, year, setting, next + 1 - at);
  // "May" and "March" alone: only as a capitalised word, which the caller has seen.
  if (!setting.is_capital) return std::nullopt;
  return in_month(*month, std::nullopt, setting, 1);
}

Reader::Maybe Reader::day_first(Words words, std::size_t at, const Setting& setting) const {
  const auto first = day_at(words, at);
  if (!first) return std::nullopt;
  unsigned last = *first;
  std::size_t next = at + 1;
  const std::string& dash = word_at(words, next);
  if (dash == "-" || dash == "\u2013" || dash == "to" || dash == "and") {
    if (const auto until = day_at(words, next + 1); until && *until > *first) {
      last = *until;
      next += 2;
    }
  }
  if (word_at(words, next) == "of") ++next;
  const auto month = words_.month(word_at(words, next));
  if (!month) return std::nullopt;
  ++next;
  std::size_t after = next;
  if (word_at(words, after) == ",") ++after;
  const auto year = year_at(words, after);
  return on_day(*month, *first, last, year, setting, (year ? after + 1 : next) - at);
}

Reader::Maybe Reader::relative(Words words, std::size_t at, const Setting& setting) const {
  const auto step = words_.relative(word_at(words, at));
  if (!step) return std::nullopt;
  Reading out;
  out.words = 1;
  out.time.granularity = Granularity::kDay;
  if (setting.today)
    set_interval(out, {*setting.today + *step, *setting.today + *step}, Granularity::kDay,
                 day_value(*setting.today + *step));
  add_part(words, out, at + 1);
  if (word_at(words, at) == "tonight") {
    out.time.type = TimeType::kTime;
    if (setting.today) out.time.value += "TNI";
  }
  // "today (23 December)"
  if (word_at(words, at + 1) == "(") {
    Setting capital = setting;
    capital.is_capital = false;
    Maybe date = day_first(words, at + 2, capital);
    if (!date) date = month_first(words, at + 2, capital);
    if (date && date->time.start && word_at(words, at + 2 + date->words) == ")") {
      date->words += 3;
      return date;
    }
  }
  return out;
}

Reader::Maybe Reader::told(Words words, std::size_t at, const Setting& setting) const {
  const std::string& first = word_at(words, at);
  if (first != "the" && first != "that" && first != "a") return std::nullopt;
  const auto give = [&](std::size_t count, int step, bool is_night) -> Maybe {
    Reading out;
    out.words = count;
    out.time.granularity = Granularity::kDay;
    if (is_night) out.time.type = TimeType::kTime;
    if (setting.told) {
      const Day day = *setting.told + step;
      set_interval(out, {day, day}, Granularity::kDay, day_value(day) + (is_night ? "TNI" : ""));
    }
    return out;
  };
  const std::string& second = word_at(words, at + 1);
  const std::string& third = word_at(words, at + 2);
  if (first == "that" && (second == "day" || !words_.part(second).empty())) return give(2, 0, second != "day");
  if ((first == "the" || first == "a") && second == "day" && (third == "before" || third == "earlier"))
    return give(3, -1, false);
  if ((first == "the" || first == "a") && second == "day" && (third == "after" || third == "later"))
    return give(3, 1, false);
  if (first == "the" && third == "day") {
    if (words_.is("next", second)) return give(3, 1, false);
    if (words_.is("last", second)) return give(3, -1, false);
    if (second == "same") return give(3, 0, false);
  }
  return std::nullopt;
}

Reader::Maybe Reader::modified(Words words, std::size_t at, const Setting& setting) const {
  std::size_t i = at;
  if (word_at(words, i) == "the") ++i;
  const std::string& modifier = word_at(words, i);
  const bool is_last = words_.is("last", modifier);
  const bool is_past = words_.is("past", modifier);
  const bool is_next = words_.is("next", modifier);
  const bool is_this = words_.is("this", modifier);
  const bool is_recent = words_.is("recent", modifier);
  if (!is_last && !is_past && !is_next && !is_this && !is_recent) return std::nullopt;
  const bool has_article = i > at;
  ++i;
  Reading out;
  // "the last 24 hours", "the next few weeks", "recent months"
  double count = -1;
  std::size_t j = i;
  bool is_many = false;
  if (const auto number = numbers_.read(words, j); number && !is_this) {
    if (!number->is_vague) count = number->value;
    j += number->words;
    is_many = true;
    if (word_at(words, j) == "of") ++j;
  } else if (words_.is("vague", word_at(words, j)) && !is_this) {
    ++j;
    is_many = true;
  }
  if (const auto unit = words_.unit(word_at(words, j))) {
    const std::string& word = word_at(words, j);
    const bool is_plural = word.ends_with('s') || word == "centuries";
    out.words = j + 1 - at;
    if (is_many || is_recent || is_plural || is_past) {
      if (!is_many && !is_recent && !is_past && !is_next) return std::nullopt;
      if (!is_many && !is_plural && is_past) count = 1;
      out.time.type = TimeType::kDuration;
      out.time.granularity = granularity_of(*unit);
      out.time.value = duration_value(count, *unit);
      if (is_recent || (!is_many && is_plural)) {
        out.time.type = TimeType::kDate;
        out.time.value = is_next ? "FUTURE_REF" : "PAST_REF";
        count = -1;
      }
      if (!setting.today) return out;
      // The vague plurals reach back three units, to the beginning of the first one.
      const double reach = count < 0 ? 3 : count;
      const Unit whole = *unit == Unit::kSecond || *unit == Unit::kMinute || *unit == Unit::kHour ? Unit::kDay : *unit;
      const double steps = whole != *unit ? std::ceil(reach / (*unit == Unit::kHour ? 24.0 : 86400.0)) : reach;
      const auto far = moved(*setting.today, steps, whole, is_next ? 1 : -1);
      if (!far || (count < 0 && is_next)) return out;
      Interval interval = is_next ? Interval{*setting.today, *far} : Interval{*far, *setting.today};
      if (count < 0)
        if (const auto first = interval_of(whole, *far, 0)) interval.start = first->start;
      out.time.start = interval.start;
      out.time.end = interval.end;
      return out;
    }
    if (has_article && is_next) return std::nullopt;
    out.time.granularity = granularity_of(*unit);
    if (setting.today) {
      const int steps = is_last ? -1 : is_next ? 1 : 0;
      if (const auto interval = interval_of(*unit, *setting.today, steps))
        set_interval(out, *interval, granularity_of(*unit), value_of(*unit, *interval));
    }
    return out;
  }
  if (const std::string_view part = words_.part(word_at(words, i)); !part.empty() && (is_this || is_last)) {
    out.words = i + 1 - at;
    out.time.type = TimeType::kTime;
    out.time.granularity = Granularity::kDay;
    if (setting.today) {
      const Day day = *setting.today - (is_last ? 1 : 0);
      set_interval(out, {day, day}, Granularity::kDay, day_value(day) + std::string(part));
    }
    return out;
  }
  if (words_.weekday(word_at(words, i)) && (is_last || is_next || is_this || is_past)) {
    Setting turned = setting;
    turned.is_future = is_next || (is_this && setting.is_future);
    if (setting.today && (is_last || is_next)) turned.today = *setting.today + (is_next ? 1 : -1);
    Maybe day = weekday(words, i, turned);
    if (day) day->words += i - at;
    return day;
  }
  if (const auto month = words_.month(word_at(words, i)); month && (is_last || is_next || is_this)) {
    Setting turned = setting;
    turned.is_future = is_next;
    const auto year = is_this && setting.today ? std::optional(date_of(*setting.today).year) : std::nullopt;
    Reading read = in_month(*month, year, turned, i + 1 - at);
    if (setting.today && read.time.start && (is_last || is_next) && date_of(*setting.today).month == *month) {
      const int year = date_of(*setting.today).year + (is_next ? 1 : -1);
      set_interval(read, month_of(year, *month), Granularity::kMonth, month_value(year, *month));
    }
    return read;
  }
  if (const auto season = words_.season(word_at(words, i)); season && !is_recent) {
    static constexpr std::string_view kCodes[] = {"-SP", "-SU", "-FA", "-WI"};
    out.words = i + 1 - at;
    out.time.granularity = Granularity::kSeason;
    if (setting.today && *season < 3) {
      const Date now = date_of(*setting.today);
      const unsigned first = 3 + 3 * *season;
      int year = now.year;
      if (is_last && now.month <= first + 2) --year;
      if (is_next && now.month >= first) ++year;
      set_interval(out, {month_of(year, first).start, month_of(year, first + 2).end}, Granularity::kSeason,
                   year_value(year) + std::string(kCodes[*season]));
    }
    return out;
  }
  return std::nullopt;
}

Reader::Maybe Reader::span_of_units(Words words, std::size_t at, const Setting& setting) const {
  double count = -1;
  std::size_t i = at;
  const std::string& first = word_at(words, i);
  if (const auto number = numbers_.read(words, i)) {
    if (!number->is_vague) count = number->value;
    i += number->words;
    if (word_at(words, i) == "of") ++i;
    if (word_at(words, i) == "-") ++i;
  } else if (words_.is("vague", first)) {
    ++i;
  } else if (first == "a" || first == "an") {
    ++i;
    count = 1;
    if (words_.is("vague", word_at(words, i))) {
      ++i;
      count = -1;
      if (word_at(words, i) == "of") ++i;
    }
  } else {
    return std::nullopt;
  }
  const auto unit = words_.unit(word_at(words, i));
  if (!unit) return std::nullopt;
  ++i;
  if (word_at(words, i) == "old" || (word_at(words, i) == "-" && word_at(words, i + 1) == "old"))
    return std::nullopt;  // an age
  Reading out;
  const std::string& next = word_at(words, i);
  const bool is_ago = words_.is("ago", next);
  const bool is_earlier = words_.is("earlier", next);
  const bool is_later = words_.is("later", next);
  out.words = i - at + (is_ago || is_earlier || is_later ? 1 : 0);
  if (is_ago || ((is_earlier || is_later) && next != "before" && next != "after")) {
    out.time.type = TimeType::kDate;
    out.time.granularity = granularity_of(*unit);
    const auto from = is_ago ? setting.today : setting.told;
    if (from && count > 0 && *unit >= Unit::kDay) {
      if (const auto day = moved(*from, count, *unit, is_later ? 1 : -1)) {
        const auto interval = *unit == Unit::kDay
                                  ? std::optional(Interval{*day, *day})
                                  : interval_of(*unit == Unit::kQuarter ? Unit::kMonth : *unit, *day, 0);
        if (interval) set_interval(out, *interval, granularity_of(*unit), value_of(*unit, *interval));
      }
    } else if (is_ago && count < 0) {
      out.time.value = "PAST_REF";
    }
    return out;
  }
  out.words = i - at;
  if ((first == "a" || first == "an") && count == 1) return std::nullopt;  // "a day" is seldom a length of time
  out.time.type = TimeType::kDuration;
  out.time.granularity = granularity_of(*unit);
  out.time.value = duration_value(count, *unit);
  return out;
}

/// "the third quarter of 2018", "the weekend".
Reader::Maybe Reader::part_of_year(Words words, std::size_t at, const Setting& setting) const {
  std::size_t i = at;
  if (word_at(words, i) == "the" || word_at(words, i) == "this") ++i;
  Reading out;
  if (words_.is("weekend", word_at(words, i))) {
    out.words = i + 1 - at;
    out.time.granularity = Granularity::kDay;
    if (setting.today) {
      const Day monday = week_of(*setting.today).start;
      const Day saturday = monday + (setting.is_future || weekday_of(*setting.today) > 5 ? 5 : -2);
      set_interval(out, {saturday, saturday + 1}, Granularity::kDay, week_value(saturday) + "-WE");
    }
    return out;
  }
  const auto place = numbers_.ordinal(word_at(words, i));
  if (!place || *place < 1 || *place > 4) return std::nullopt;
  ++i;
  if (word_at(words, i) == "-") ++i;
  if (words_.unit(word_at(words, i)) != Unit::kQuarter || word_at(words, i).ends_with('s')) return std::nullopt;
  ++i;
  std::optional<int> year = year_at(words, word_at(words, i) == "of" ? i + 1 : i);
  if (year) i += word_at(words, i) == "of" ? 2 : 1;
  out.words = i - at;
  out.time.granularity = Granularity::kMonth;
  const unsigned first = 3 * *place - 2;
  if (!year && setting.today) {
    year = date_of(*setting.today).year;
    if (!setting.is_future && first > date_of(*setting.today).month) --*year;
  }
  if (year)
    set_interval(out, {month_of(*year, first).start, month_of(*year, first + 2).end}, Granularity::kMonth,
                 year_value(*year) + "-Q" + std::to_string(*place));
  return out;
}

/// "early March", "late last year", "mid-2019", "earlier this week".
Reader::Maybe Reader::share(Words words, std::size_t at, const Setting& setting) const {
  std::size_t i = at;
  if (word_at(words, i) == "the" && i + 2 < words.size() && word_at(words, i + 2) == "of") ++i;
  std::string word = word_at(words, i);
  const bool is_early = words_.is("early", word);
  const bool is_late = words_.is("late", word);
  const bool is_middle = words_.is("middle", word);
  const bool is_plain = word == "earlier" || word == "later";
  if (!is_early && !is_late && !is_middle && !is_plain) return std::nullopt;
  ++i;
  if (word_at(words, i) == "-" || word_at(words, i) == "of" || word_at(words, i) == "in") ++i;
  Maybe whole = modified(words, i, setting);
  if (!whole) {
    Setting capital = setting;
    capital.is_capital = true;
    whole = month_first(words, i, capital);
  }
  if (!whole && is_plain) whole = relative(words, i, setting);
  if (!whole) {
    if (const auto year = year_at(words, i)) {
      whole.emplace();
      whole->words = 1;
      set_interval(*whole, year_of(*year), Granularity::kYear, year_value(*year));
    } else if (const auto day = weekday(words, i, setting)) {
      whole = day;
    }
  }
  if (!whole) return std::nullopt;
  whole->words += i - at;
  if (is_plain || !whole->time.start || !whole->time.end) return whole;
  const Day start = *whole->time.start;
  const Day end = *whole->time.end;
  if (whole->time.granularity == Granularity::kMonth) {
    if (is_early)
      whole->time.end = start + 9;
    else if (is_middle)
      whole->time.start = start + 10, whole->time.end = start + 19;
    else
      whole->time.start = start + 20;
  } else if (whole->time.granularity == Granularity::kYear) {
    const int year = date_of(start).year;
    if (is_early)
      whole->time.end = month_of(year, 4).end;
    else if (is_middle)
      whole->time.start = month_of(year, 5).start, whole->time.end = month_of(year, 8).end;
    else
      whole->time.start = month_of(year, 9).start;
  }
  static_cast<void>(end);
  return whole;
}

Reader::Maybe Reader::year(Words words, std::size_t at) const {
  static constexpr std::array<std::string_view, 17> kBefore{"in",      "since",  "by",     "until", "till",    "from",
                                                            "of",      "during", "before", "after", "through", "to",
                                                            "between", "and",    "(",      "circa", "around"};
  std::size_t i = at;
  if (word_at(words, i) == "the") ++i;
  const std::string& word = word_at(words, i);
  // "the 1990s"
  if ((word.size() == 5 && word.ends_with('s') && all_digits(word.substr(0, 4))) ||
      (word.size() == 4 && all_digits(word) && word_at(words, i + 1) == "s")) {
    const int first = std::stoi(word.substr(0, 4));
    if (first < 1000 || first % 10 != 0) return std::nullopt;
    Reading out;
    out.words = i + (word.size() == 5 ? 1 : 2) - at;
    set_interval(out, {year_of(first).start, year_of(first + 9).end}, Granularity::kDecade, word.substr(0, 3));
    return out;
  }
  if (i > at) return std::nullopt;
  const auto year = year_at(words, at);
  if (!year) return std::nullopt;
  const std::string before = at > 0 ? words[at - 1] : "(";
  const bool is_brought = std::ranges::find(kBefore, before) != kBefore.end();
  const bool stands_before_noun =
      *year >= 1900 && *year < 2100 && (is_article(before) || before == "'s" || before == "its" || before == "their");
  if (!is_brought && !stands_before_noun) return std::nullopt;
  Reading out;
  out.words = 1;
  set_interval(out, year_of(*year), Granularity::kYear, year_value(*year));
  return out;
}

Reader::Maybe Reader::set(Words words, std::size_t at) const {
  Reading out;
  out.time.type = TimeType::kSet;
  if (const std::string_view value = words_.set(word_at(words, at)); !value.empty()) {
    out.words = 1;
    out.time.value = value;
    return out;
  }
  if (!words_.is("every", word_at(words, at))) return std::nullopt;
  if (const auto unit = words_.unit(word_at(words, at + 1))) {
    out.words = 2;
    out.time.value = duration_value(1, *unit);
    out.time.granularity = granularity_of(*unit);
    return out;
  }
  if (const auto day = words_.weekday(word_at(words, at + 1))) {
    out.words = 2;
    out.time.value = "XXXX-WXX-" + std::to_string(*day);
    out.time.granularity = Granularity::kDay;
    return out;
  }
  return std::nullopt;
}

std::optional<Reading> Reader::read(Words words, std::size_t at, const Setting& setting) const {
  Words window = words.subspan(0, std::min(words.size(), at + kLookAhead));
  Maybe best;
  const auto offer = [&](Maybe reading) {
    if (reading && reading->words > 0 && (!best || reading->words > best->words)) best = std::move(reading);
  };
  offer(iso(window, at));
  offer(clock(window, at, setting));
  offer(weekday(window, at, setting));
  offer(month_first(window, at, setting));
  offer(day_first(window, at, setting));
  offer(relative(window, at, setting));
  offer(told(window, at, setting));
  offer(share(window, at, setting));
  offer(modified(window, at, setting));
  offer(span_of_units(window, at, setting));
  offer(part_of_year(window, at, setting));
  offer(year(window, at));
  offer(set(window, at));
  return best;
}

}  // namespace casus::timex
