// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>

#include "base/span.h"

namespace casus::segment {

/// A stretch without white space, and what stands before it.
struct Chunk {
  Span span;
  std::uint8_t break_before =
      3;  ///< as in Token: 0 nothing, 1 spaces, 2 one line break, 3 blank line or start of the text
};

/// Walks over the chunks of a text.
class Chunks {
 public:
  explicit Chunks(std::string_view text) : text_(text) {}
  /// The next chunk; an empty span at the end.
  Chunk next();

 private:
  std::uint8_t skip_white_space();

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace casus::segment
