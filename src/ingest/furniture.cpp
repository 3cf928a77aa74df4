// SPDX-License-Identifier: Apache-2.0
#include "ingest/furniture.h"

#include <algorithm>
#include <cctype>

#include "ingest/words.h"

namespace casus::ingest {
namespace {

constexpr std::size_t kShort = 90;  // bytes of a line that may be furniture by how it begins
constexpr std::size_t kLonger = 160;

bool is_edge_mark(char c) {
  return is_space(c) || c == ':' || c == '.' || c == '-' || c == '|' || c == '!' || c == '*' || c == '>' || c == '<' ||
         c == '#' || c == '[' || c == ']' || c == '_' || c == '/' || c == '=' || c == '~' || c == '+' || c == ',' ||
         c == ';' || c == '\'';
}

/// Arrows, guillemets, bullets and no-break spaces, which stand around such lines: U+00A0..U+00BF, U+2000..U+2BFF.
std::size_t wide_mark_before(std::string_view text) {
  const auto at = [&](std::size_t back) { return static_cast<unsigned char>(text[text.size() - back]); };
  if (text.size() >= 2 && at(2) == 0xC2) return 2;
  if (text.size() >= 3 && at(3) == 0xE2 && at(2) != 0x80) return 3;
  if (text.size() >= 3 && at(3) == 0xE2 && at(2) == 0x80 && at(1) >= 0x90 && at(1) != 0x9D && at(1) != 0x99) return 3;
  return 0;
}
std::size_t wide_mark_after(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (text.size() >= 2 && at(0) == 0xC2) return 2;
  if (text.size() >= 3 && at(0) == 0xE2 && at(1) != 0x80) return 3;
  if (text.size() >= 3 && at(0) == 0xE2 && at(1) == 0x80 && at(2) >= 0x90 && at(2) != 0x9C && at(2) != 0x98) return 3;
  return 0;
}

std::string_view trim_marks(std::string_view line) {
  while (!line.empty()) {
    if (is_edge_mark(line.front()))
      line.remove_prefix(1);
    else if (const std::size_t size = wide_mark_after(line); size > 0)
      line.remove_prefix(size);
    else
      break;
  }
  while (!line.empty()) {
    if (is_edge_mark(line.back()))
      line.remove_suffix(1);
    else if (const std::size_t size = wide_mark_before(line); size > 0)
      line.remove_suffix(size);
    else
      break;
  }
  return line;
}

bool ends_like_sentence(std::string_view line) {
  line = trim(line);
  return line.ends_with('.') || line.ends_with('?') || line.ends_with('!') || line.ends_with('"') ||
         line.ends_with("\xE2\x80\x9D");
}

bool is_url(std::string_view text) {
  return (text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.")) &&
         text.find(' ') == std::string_view::npos;
}

/// "label: rest" or "label | rest" with a label of the list.
bool is_labelled(std::string_view line, const Lists& lists) {
  const std::size_t at = line.find_first_of(":|");
  if (at == std::string_view::npos || at > 40) return false;
  const std::string label(trim(line.substr(0, at)));
  return std::ranges::find(lists.labels, label) != lists.labels.end();
}

/// "0 comments", "12 shares", "Page 2 of 3", "3 min read", "10:45 GMT".
bool is_counter(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size() && (is_digit(line[at]) || line[at] == ',' || line[at] == '.' || line[at] == 'k')) ++at;
  if (at == 0) return false;
  const std::string_view rest = trim(line.substr(at));
  for (const std::string_view word :
       {"comments", "comment", "shares", "share", "views", "likes", "min read", "minute read", "mins read",
        "minutes read", "responses", "replies", "retweets", "votes"})
    if (rest == word) return true;
  return false;
}

bool has_month(std::string_view line) {
  for (const std::string_view month :
       {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}) {
    const std::size_t at = line.find(month);
    if (at != std::string_view::npos && (at == 0 || !is_ascii_letter(line[at - 1]))) return true;
  }
  return false;
}

/// A line of a date and little else: "Published 4 May 2018 10:45 GMT", "May 4, 2018 at 3:00 pm".
bool is_time_stamp(std::string_view line) {
  if (line.size() > 60) return false;
  const auto digits = std::ranges::count_if(line, [](char c) { return is_digit(c); });
  if (digits < 5) return false;
  const bool has_clock = std::ranges::any_of(line, [](char c) { return c == ':' || c == '/'; });
  if (!has_month(line) && !has_clock) return false;
  // Nothing else than words that stand around dates.
  std::string word;
  const auto is_known = [](const std::string& w) {
    static constexpr std::string_view kWords[] = {
        "published", "updated",   "posted",    "on",     "at",       "am",     "pm",       "a",    "p",        "m",
        "gmt",       "utc",       "est",       "edt",    "et",       "bst",    "ist",      "cet",  "pst",      "pdt",
        "last",      "modified",  "first",     "date",   "time",     "jan",    "january",  "feb",  "february", "mar",
        "march",     "apr",       "april",     "may",    "jun",      "june",   "jul",      "july", "aug",      "august",
        "sep",       "sept",      "september", "oct",    "october",  "nov",    "november", "dec",  "december", "monday",
        "tuesday",   "wednesday", "thursday",  "friday", "saturday", "sunday", "mon",      "tue",  "tues",     "wed",
        "thu",       "thur",      "thurs",     "fri",    "sat",      "sun",    "of",       "the",  "st",       "nd",
        "rd",        "th",        "t",         "z",      "h",        "hrs",    "local",    "by"};
    return std::ranges::find(kWords, w) != std::end(kWords);
  };
  for (std::size_t i = 0; i <= line.size(); ++i) {
    if (i < line.size() && is_ascii_letter(line[i])) {
      word += line[i];
    } else {
      if (!word.empty() && !is_known(word)) return false;
      word.clear();
      if (i < line.size() && static_cast<unsigned char>(line[i]) >= 0xC3 && static_cast<unsigned char>(line[i]) < 0xE2)
        return false;
    }
  }
  return true;
}

/// "By Jane Roe", "By Jane Roe and John Doe, Correspondents": capitalised words and no more than a few small ones.
bool is_byline(std::string_view line) {
  line = trim(line);
  if (line.size() > kShort || !(line.starts_with("By ") || line.starts_with("BY ")) || ends_like_sentence(line))
    return false;
  std::size_t words = 0, small = 0;
  for (std::size_t at = 3; at < line.size();) {
    const std::size_t end = std::min(line.find(' ', at), line.size());
    const std::string_view word = line.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    ++words;
    const bool is_small = word[0] >= 'a' && word[0] <= 'z' && word != "and" && word != "de" && word != "van" &&
                          word != "von" && word != "bin" && word != "al" && word != "in" && word != "for";
    small += is_small ? 1 : 0;
  }
  return words >= 2 && words <= 10 && small == 0;
}

/// What was copied along at a line's end: "LINK: http://…", or a line of the lists behind the last sentence ("Prev Post
/// :").
std::string_view tail_of(std::string_view line, const Lists& lists) {
  for (const std::string_view label : {"LINK:", "URL:", "Link:"}) {
    const std::size_t at = line.rfind(label);
    if (at != std::string_view::npos && at > 0 && is_space(line[at - 1]) &&
        is_url(trim(line.substr(at + label.size()))))
      return line.substr(at);
  }
  const std::size_t from = line.size() - std::min<std::size_t>(line.size(), 60);
  const std::size_t stop = line.find_last_of(".?!");
  if (stop == std::string_view::npos || stop < from) return {};
  // A closing quotation mark may follow the full stop.
  std::size_t at = stop + 1;
  while (at < line.size() && !is_space(line[at])) ++at;
  const std::string_view tail = trim(line.substr(at));
  const std::string words = plain_line(tail);
  return words.find(' ') != std::string::npos && lists.lines.contains(words) ? tail : std::string_view();
}

}  // namespace

std::string plain_line(std::string_view line) {
  return fold(lower_ascii(trim_marks(line)));
}

bool is_furniture_line(std::string_view line, const Lists& lists) {
  if (line.size() > 600) return false;
  const std::string words = plain_line(line);
  if (words.empty()) return false;
  if (lists.lines.contains(words) || is_url(words) || is_counter(words) || is_time_stamp(words) || is_byline(line))
    return true;
  const bool is_sentence = ends_like_sentence(line);
  if (words.size() <= kLonger &&
      std::ranges::any_of(lists.credits, [&](const std::string& start) { return words.starts_with(start); }) &&
      (!is_sentence || words.size() <= kShort))
    return true;
  if (words.size() <= kLonger && !is_sentence && is_labelled(words, lists)) return true;
  if (words.size() <= kShort &&
      std::ranges::any_of(lists.starts, [&](const std::string& start) { return words.starts_with(start); }))
    return true;
  if (words.size() <= 300 && std::ranges::count_if(lists.consent, [&](const std::string& part) {
                               return words.find(part) != std::string::npos;
                             }) >= (words.size() <= kLonger ? 1 : 2))
    return true;
  return false;
}

bool is_ending_line(const std::string& line, const Lists& lists) {
  return lists.endings.contains(line);
}

std::vector<Span> furniture_of(std::string_view text, const Lists& lists) {
  std::vector<Span> out;
  const auto mark = [&](std::string_view part) {
    const auto at = static_cast<std::uint32_t>(part.data() - text.data());
    out.push_back({at, at + static_cast<std::uint32_t>(part.size())});
  };
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = trim(text.substr(begin, end - begin));
    begin = end + 1;
    if (line.empty()) continue;
    if (is_furniture_line(line, lists)) {
      mark(line);
      continue;
    }
    if (line.starts_with("TITLE:") || line.starts_with("Title:")) mark(line.substr(0, 6));
    const std::string_view tail = tail_of(line, lists);
    if (!tail.empty()) mark(tail);
  }
  return out;
}

}  // namespace casus::ingest
