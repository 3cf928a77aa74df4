// SPDX-License-Identifier: Apache-2.0
#include "segment/chunks.h"

#include <algorithm>

#include "base/utf8.h"

namespace casus::segment {
namespace {
constexpr char32_t kNextLine = 0x85;
constexpr char32_t kLineSeparator = 0x2028;
constexpr char32_t kParagraphSeparator = 0x2029;
}  // namespace

std::uint8_t Chunks::skip_white_space() {
  const std::size_t begin = at_;
  int lines = 0;
  while (at_ < text_.size()) {
    const utf8::Decoded c = utf8::decode(text_, at_);
    if (!utf8::is_white_space(c.code_point)) break;
    const bool second_of_crlf = c.code_point == '\n' && at_ > begin && text_[at_ - 1] == '\r';
    if (c.code_point == '\r' || c.code_point == kNextLine || c.code_point == kLineSeparator) ++lines;
    if (c.code_point == '\n' && !second_of_crlf) ++lines;
    if (c.code_point == kParagraphSeparator || c.code_point == '\f') lines += 2;
    at_ += c.length;
  }
  if (begin == 0) return 3;
  return static_cast<std::uint8_t>(std::min(lines + 1, 3));
}

Chunk Chunks::next() {
  const std::uint8_t before = skip_white_space();
  const std::size_t begin = at_;
  while (at_ < text_.size()) {
    const auto byte = static_cast<unsigned char>(text_[at_]);
    if (byte > 0x20 && byte < 0x7F) {
      ++at_;
      continue;
    }
    const utf8::Decoded c = utf8::decode(text_, at_);
    if (utf8::is_white_space(c.code_point)) break;
    at_ += c.length;
  }
  return {{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)}, before};
}

}  // namespace casus::segment
