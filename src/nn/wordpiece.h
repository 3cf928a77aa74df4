// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace casus::nn {

/// Most pieces of one word; the rest is cut off.
inline constexpr std::size_t kMaxWordPieces = 16;
/// The shape of [CLS] and [SEP].
inline constexpr std::uint8_t kSpecialShape = 25;

/// How a word is written: 0 no letters, 1 all lower, 2 the first letter upper and no other, 3 all of two or more
/// letters upper, 4 any other mixture.
std::uint8_t case_of(std::string_view word);
/// The shape of a word's first piece. `before`: 0 nothing, 1 spaces, 2 a line break, 3 a blank line or the text's
/// start.
constexpr std::uint8_t first_shape(std::uint8_t letter_case, std::uint8_t before) {
  return static_cast<std::uint8_t>(letter_case * 4 + before);
}
/// The shape of a word's other pieces.
constexpr std::uint8_t inner_shape(std::uint8_t letter_case) {
  return static_cast<std::uint8_t>(20 + letter_case);
}

/// BERT's uncased tokeniser for single words: decomposed, without combining marks and control characters, in lower
/// case; punctuation and CJK characters split off; then the longest pieces that match. Paper: Wu et al. 2016,
/// section 4.1, as in BERT (Devlin et al. 2019). Threads: const.
class WordPiece {
 public:
  /// `vocabulary` has one piece a line and outlives the value. Errors: bad_data if it lacks [UNK], [CLS] or [SEP].
  static Result<WordPiece> make(std::string_view vocabulary);

  std::uint32_t cls() const { return cls_; }
  std::uint32_t sep() const { return sep_; }
  /// Appends the pieces of `word`: at least one ([UNK]), at most kMaxWordPieces; gives how many.
  std::size_t append(std::string_view word, std::vector<std::uint32_t>& pieces) const;

 private:
  void append_run(std::string_view run, std::size_t characters, std::size_t room,
                  std::vector<std::uint32_t>& pieces) const;

  std::unordered_map<std::string_view, std::uint32_t> first_;  // looked up only, never walked
  std::unordered_map<std::string_view, std::uint32_t> inner_;  // pieces that go on, without their "##"
  std::size_t longest_ = 0;                                    // Units: bytes
  std::uint32_t unknown_ = 0;
  std::uint32_t cls_ = 0;
  std::uint32_t sep_ = 0;
};

}  // namespace casus::nn
