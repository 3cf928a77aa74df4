// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace casus::encode {

/// How well a text may be cut before a word.
enum class Cut : std::uint8_t { kInside, kSentence, kLine, kBlank };

/// What the cutting needs to know of a word: its number of pieces, and how well the text may be cut before it.
struct Word {
  std::uint32_t pieces = 1;
  Cut cut = Cut::kInside;
};

struct WindowSettings {
  std::uint32_t max_pieces = 128;       ///< positions of a window, [CLS] and [SEP] among them
  std::uint32_t context_sentences = 0;  ///< sentences read again as left context at a cut between sentences
  std::uint32_t context_pieces = 32;    ///< most pieces of left context; that many at a cut inside a sentence
};

/// A run of words that is encoded at once. The states of [kept, end) are used, those of [begin, kept) are context.
struct Window {
  std::uint32_t begin = 0;
  std::uint32_t kept = 0;
  std::uint32_t end = 0;
  bool operator==(const Window&) const = default;
};

/// Cuts a document into windows: every word is kept in exactly one, no window has more than `max_pieces` positions, and
/// cuts fall on the best border that leaves windows of even length. A word of more pieces than fit has a window alone.
std::vector<Window> cut_windows(std::span<const Word> words, const WindowSettings& settings);

}  // namespace casus::encode
