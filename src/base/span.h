// SPDX-License-Identifier: Apache-2.0
// base: the small vocabulary that everything else is written in. A Span is a stretch of a document's text:
//   Span{0, 5} of "Petro said" is "Petro".
#pragma once
#include <compare>
#include <cstdint>
#include <string_view>

namespace casus {

/// A stretch of bytes of a document's UTF-8 text, half-open: [begin, end), on code-point borders.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  constexpr std::uint32_t size() const { return end - begin; }
  constexpr bool empty() const { return begin == end; }
  constexpr bool contains(Span other) const { return begin <= other.begin && other.end <= end; }
  constexpr bool overlaps(Span other) const { return begin < other.end && other.begin < end; }
  constexpr auto operator<=>(const Span&) const = default;
};

/// The words of `span`. Errors: none; a span past the end is cut to the text.
constexpr std::string_view words_of(std::string_view text, Span span) {
  const std::size_t begin = span.begin < text.size() ? span.begin : text.size();
  const std::size_t end = span.end < begin ? begin : (span.end < text.size() ? span.end : text.size());
  return text.substr(begin, end - begin);
}

}  // namespace casus
