// SPDX-License-Identifier: Apache-2.0
#include <chrono>

#include "actor/actor.h"
#include "base/utf8.h"

namespace casus::actor {
namespace {
// Base letters of U+00C0.., U+01CD.. and U+1E00..; '?' where the letter has none of one character.
constexpr std::string_view kLatin =
    "aaaaaa?ceeeeiiiidnooooo?ouuuuy??aaaaaa?ceeeeiiiidnooooo?ouuuuy?"
    "yaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkk"
    "kllllll??llnnnnnn?nnoooooo??rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
constexpr std::string_view kCaron =
    "aaiioouuuuuuuuuu?aaaa????ggkkoooo??j???gg??nnaa??ooaaaaeeeeiiiioooorrrruuuusstt??hh";
constexpr std::string_view kAdditional =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrsssssssssstttttttt"
    "uuuuuuu"
    "uuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy?s????"
    "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuu"
    "uyyyyyyyy??????";

char base_letter(char32_t c) {
  if (c >= 0xC0 && c < 0xC0 + kLatin.size()) return kLatin[c - 0xC0];
  if (c >= 0x1CD && c < 0x1CD + kCaron.size()) return kCaron[c - 0x1CD];
  if (c >= 0x1E00 && c < 0x1E00 + kAdditional.size()) return kAdditional[c - 0x1E00];
  return '?';
}

bool is_apostrophe(char32_t c) {
  return c == '\'' || c == '`' || c == 0x2019 || c == 0x2018 || c == 0x02BB || c == 0x02BC || c == 0x00B4;
}

void append_folded(std::string& out, char32_t c) {
  if (c >= 0x0300 && c <= 0x036F) return;  // combining marks
  if (c == 0x00DF) {
    out += "ss";
    return;
  }
  if (c == 0x00C6 || c == 0x00E6) {
    out += "ae";
    return;
  }
  if (c == 0x0152 || c == 0x0153) {
    out += "oe";
    return;
  }
  if (c == 0x00DE || c == 0x00FE) {
    out += "th";
    return;
  }
  if (const char base = base_letter(c); base != '?') {
    out += base;
    return;
  }
  const bool is_letter = c >= 0x0100 && !(c >= 0x2000 && c <= 0x2BFF) && !(c >= 0x3000 && c <= 0x303F) && c < 0xFFF0;
  if (is_letter)
    utf8::append(out, c);
  else if (!out.empty() && out.back() != ' ')
    out += ' ';
}
}  // namespace

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      ++at;
      if (byte >= 'A' && byte <= 'Z')
        out += static_cast<char>(byte + 32);
      else if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9'))
        out += static_cast<char>(byte);
      else if (byte == '\'' || byte == '`') {
        // A final possessive is dropped: "Israel's" is "israel", "d'Ivoire" is "divoire".
        if (at + 1 == text.size() && (text[at] == 's' || text[at] == 'S') && !out.empty()) break;
      } else if (byte == '.')
        continue;
      else if (byte == '&')
        out += out.empty() || out.back() == ' ' ? "and " : " and ";
      else if (!out.empty() && out.back() != ' ')
        out += ' ';
      continue;
    }
    const utf8::Decoded decoded = utf8::decode(text, at);
    at += decoded.length;
    if (is_apostrophe(decoded.code_point)) {
      if (at + 1 == text.size() && (text[at] == 's' || text[at] == 'S') && !out.empty()) break;
      continue;
    }
    append_folded(out, decoded.code_point);
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  if (out.starts_with("the ") && out.size() > 4) out.erase(0, 4);
  return out;
}

std::optional<Day> parse_day(std::string_view text) {
  const auto number = [&](std::size_t begin, std::size_t count) -> int {
    if (begin + count > text.size()) return -1;
    int value = 0;
    for (std::size_t i = begin; i < begin + count; ++i) {
      if (text[i] < '0' || text[i] > '9') return -1;
      value = value * 10 + (text[i] - '0');
    }
    return value;
  };
  const int year = number(0, 4);
  if (year < 0) return std::nullopt;
  int month = 1;
  int day = 1;
  if (text.size() >= 7 && text[4] == '-') {
    month = number(5, 2);
    if (text.size() >= 10 && text[7] == '-') day = number(8, 2);
  } else if (text.size() > 4) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (month < 1 || day < 1 || !date.ok()) return std::nullopt;
  return static_cast<Day>(std::chrono::sys_days{date}.time_since_epoch().count());
}

}  // namespace casus::actor
