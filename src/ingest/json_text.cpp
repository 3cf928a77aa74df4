// SPDX-License-Identifier: Apache-2.0
#include "ingest/json_text.h"

#include <algorithm>

#include "base/utf8.h"
#include "ingest/words.h"

namespace casus::ingest {
namespace {

/// Behind the closing quotation mark of the string that opens at `quote`.
std::size_t string_end(std::string_view source, std::size_t quote) {
  for (std::size_t at = quote + 1; at < source.size(); ++at) {
    if (source[at] == '\\')
      ++at;
    else if (source[at] == '"')
      return at + 1;
  }
  return source.size();
}

int hex(char c) {
  if (is_digit(c)) return c - '0';
  const char low = lower_ascii(c);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

/// The value of "\uXXXX" at `at`; -1 where none stands there.
int unit_at(std::string_view source, std::size_t at) {
  if (at + 6 > source.size() || source[at] != '\\' || source[at + 1] != 'u') return -1;
  int unit = 0;
  for (std::size_t i = at + 2; i < at + 6; ++i) {
    const int digit = hex(source[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}
bool is_high(int unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low(int unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

char simple_escape(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    default:
      return c;
  }
}

}  // namespace

std::size_t json_depth(std::string_view source) {
  std::size_t depth = 0, deepest = 0;
  for (std::size_t at = 0; at < source.size(); ++at) {
    const char c = source[at];
    if (c == '"')
      at = string_end(source, at) - 1;
    else if (c == '{' || c == '[')
      deepest = std::max(deepest, ++depth);
    else if ((c == '}' || c == ']') && depth > 0)
      --depth;
  }
  return deepest;
}

JsonText decode_json_string(std::string_view source, std::size_t quote) {
  JsonText out;
  const auto add = [&](std::size_t text_begin, std::size_t raw_begin, std::size_t raw_end) {
    out.alignment.add({static_cast<std::uint32_t>(text_begin), static_cast<std::uint32_t>(out.text.size())},
                      {static_cast<std::uint32_t>(raw_begin), static_cast<std::uint32_t>(raw_end)});
  };
  for (std::size_t at = quote + 1; at < source.size() && source[at] != '"';) {
    const std::size_t text_begin = out.text.size();
    if (source[at] != '\\') {
      std::size_t end = at;
      while (end < source.size() && source[end] != '"' && source[end] != '\\') ++end;
      out.text.append(source.substr(at, end - at));
      add(text_begin, at, end);
      at = end;
      continue;
    }
    std::size_t end = std::min(at + 2, source.size());
    if (const int unit = unit_at(source, at); unit >= 0) {
      end = at + 6;
      char32_t point = static_cast<char32_t>(unit);
      if (is_high(unit)) {
        const int low = unit_at(source, end);
        point = is_low(low) ? 0x10000 + ((point - 0xD800) << 10) + (static_cast<char32_t>(low) - 0xDC00) : 0xFFFD;
        if (is_low(low)) end += 6;
      } else if (is_low(unit)) {
        point = 0xFFFD;
      }
      utf8::append(out.text, point);
    } else {
      out.text += simple_escape(end - at == 2 ? source[at + 1] : '\\');
    }
    add(text_begin, at, end);
    at = end;
  }
  return out;
}

std::size_t find_json_member(std::string_view source, std::string_view name) {
  std::size_t found = std::string_view::npos, depth = 0;
  bool is_key = false;
  for (std::size_t at = 0; at < source.size(); ++at) {
    const char c = source[at];
    if (c == '{' || c == '[') {
      is_key = ++depth == 1 && c == '{';
    } else if (c == '}' || c == ']') {
      depth -= depth > 0 ? 1 : 0;
    } else if (c == ',') {
      is_key = depth == 1;
    } else if (c == '"') {
      const std::size_t end = string_end(source, at);
      if (depth == 1 && is_key) {
        is_key = false;
        const std::string_view key = source.substr(at + 1, end - at - 2);
        if (key == name || (key.find('\\') != std::string_view::npos && decode_json_string(source, at).text == name)) {
          std::size_t value = end;
          while (value < source.size() && (is_space(source[value]) || source[value] == ':')) ++value;
          found = value;
        }
      }
      at = end - 1;
    }
  }
  return found;
}

std::size_t mend_surrogates(std::string& source) {
  std::size_t mended = 0;
  for (std::size_t at = 0; at + 1 < source.size(); ++at) {
    if (source[at] != '\\') continue;
    const int unit = unit_at(source, at);
    if (is_high(unit) && is_low(unit_at(source, at + 6))) {
      at += 11;
    } else if (is_high(unit) || is_low(unit)) {
      source.replace(at, 6, "\\ufffd");
      ++mended;
      at += 5;
    } else {
      ++at;
    }
  }
  return mended;
}

}  // namespace casus::ingest
