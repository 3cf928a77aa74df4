// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace casus::utf8 {

/// One decoded code point and how many bytes it took; an invalid byte gives {0xFFFD, 1}.
struct Decoded {
  char32_t code_point = 0;
  std::uint32_t length = 0;
};

/// Decodes at `position` < text.size(). Rejects overlong forms, surrogates and values past U+10FFFF.
Decoded decode(std::string_view text, std::size_t position);
/// Appends `code_point` as UTF-8.
void append(std::string& out, char32_t code_point);
/// True when all of `text` is well-formed UTF-8.
bool is_valid(std::string_view text);
/// True at 0, at the end and at the first byte of a code point.
bool is_border(std::string_view text, std::size_t position);
/// True for what separates words: control characters, spaces of any width, line and paragraph separators.
bool is_white_space(char32_t code_point);

}  // namespace casus::utf8
