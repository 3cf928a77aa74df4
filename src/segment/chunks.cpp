// SPDX-License-Identifier: Apache-2.0
#include "segment/chunks.h"

#include <algorithm>

#include "base/utf8.h"

namespace casus::segment {
namespace {
constexpr char32_t kNextLine = 0x85;
constexpr char32_t kLineSeparator = 0x2028;
constexpr char32_t kParagraphSeparator = 0x2029;
constexpr std::string_view kLeftQuote = "\u2018";
constexpr std::string_view kRightQuote = "\u2019";

/// True for a chunk that begins with a single quotation mark and does not end in one.
bool opens_quote(std::string_view chunk) {
  if (chunk.size() < 3 || !(chunk.starts_with('\'') || chunk.starts_with(kLeftQuote))) return false;
  return !chunk.ends_with('\'') && !chunk.ends_with(kRightQuote);
}

/// True for a chunk that ends in a single quotation mark, behind a stop or comma too.
bool closes_quote(std::string_view chunk) {
  while (chunk.ends_with('.') || chunk.ends_with(',')) chunk.remove_suffix(1);
  return chunk.ends_with('\'') || chunk.ends_with(kRightQuote);
}
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

bool ContextWalk::advance() {
  if (next_.span.empty()) return false;
  if (next_.break_before == 3)
    context_.in_quote = false;
  else if (opens_quote(context_.text))
    context_.in_quote = true;
  else if (closes_quote(context_.text))
    context_.in_quote = false;
  chunk_ = next_;
  next_ = chunks_.next();
  context_.before = context_.text;
  context_.text = words_of(text_, chunk_.span);
  context_.after = words_of(text_, next_.span);
  context_.break_after = next_.break_before;
  return true;
}

}  // namespace casus::segment
