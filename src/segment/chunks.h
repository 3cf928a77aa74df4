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

/// A chunk and its neighbours: all that a decision may look at.
struct ChunkContext {
  std::string_view text;    ///< the chunk's characters
  std::string_view before;  ///< the chunk before; empty at the start
  std::string_view after;   ///< the chunk after; empty at the end
  std::uint8_t break_after = 3;
  bool in_quote = false;  ///< a single quotation mark was opened in this paragraph and not closed
};

/// Walks over the chunks of a text with their contexts.
class ContextWalk {
 public:
  explicit ContextWalk(std::string_view text) : text_(text), chunks_(text), next_(chunks_.next()) {}
  /// Moves to the next chunk; false at the end.
  bool advance();
  const Chunk& chunk() const { return chunk_; }
  const ChunkContext& context() const { return context_; }

 private:
  std::string_view text_;
  Chunks chunks_;
  Chunk chunk_;
  Chunk next_;
  ChunkContext context_;
};

}  // namespace casus::segment
