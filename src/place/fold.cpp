// SPDX-License-Identifier: Apache-2.0
#include "place/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include "base/utf8.h"

namespace casus::place {
namespace {

/// Letters that have no decomposition, and the apostrophes.
void append_folded(std::string& out, char32_t c) {
  switch (c) {
    case 0xF8:
      out += 'o';
      return;
    case 0x142:
      out += 'l';
      return;
    case 0x131:
      out += 'i';
      return;
    case 0xDF:
      out += "ss";
      return;
    case 0xE6:
      out += "ae";
      return;
    case 0x153:
      out += "oe";
      return;
    case 0x111:
    case 0xF0:
      out += 'd';
      return;
    case 0xFE:
      out += "th";
      return;
    case 0x259:
      out += 'e';
      return;
    case 0x127:
      out += 'h';
      return;
    case 0x2019:
    case 0x2018:
    case 0x2BB:
    case 0x2BC:
    case '`':
      out += '\'';
      return;
    default:
      utf8::append(out, c);
  }
}

void append(std::string& out, char32_t c) {
  if (u_isUWhiteSpace(static_cast<UChar32>(c))) {
    if (!out.empty() && out.back() != ' ') out += ' ';
    return;
  }
  if (u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK) return;
  append_folded(out, static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
}

}  // namespace

std::string fold(std::string_view name) {
  std::string out;
  out.reserve(name.size());
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* decomposer = icu::Normalizer2::getNFDInstance(status);
  for (std::size_t at = 0; at < name.size();) {
    const utf8::Decoded decoded = utf8::decode(name, at);
    at += decoded.length;
    if (decoded.code_point < 0x80 || decomposer == nullptr) {
      append(out, decoded.code_point);
      continue;
    }
    icu::UnicodeString parts;
    if (!decomposer->getDecomposition(static_cast<UChar32>(decoded.code_point), parts)) {
      append(out, decoded.code_point);
      continue;
    }
    for (std::int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1))
      append(out, static_cast<char32_t>(parts.char32At(i)));
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace casus::place
