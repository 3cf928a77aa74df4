// SPDX-License-Identifier: Apache-2.0
#include "nn/wordpiece.h"

#include <gtest/gtest.h>

namespace casus::nn {
namespace {
constexpr std::string_view kVocabulary = "[UNK]\n[CLS]\n[SEP]\npetro\nsao\nun\n##believ\n##ably\n.\nu\ns\n\u65e5\n##t\n";

std::vector<std::uint32_t> pieces(std::string_view word) {
  std::vector<std::uint32_t> out;
  WordPiece::make(kVocabulary)->append(word, out);
  return out;
}
using Ids = std::vector<std::uint32_t>;

TEST(WordPiece, TakesTheLongestPieces) { EXPECT_EQ(pieces("Unbelievably"), (Ids{5, 6, 7})); }
TEST(WordPiece, DropsCaseAndCombiningMarks) { EXPECT_EQ(pieces("S\u00e3o"), Ids{4}); }
TEST(WordPiece, SplitsPunctuationAndIdeographsOff) {
  EXPECT_EQ(pieces("U.S."), (Ids{9, 8, 10, 8}));
  EXPECT_EQ(pieces("s\u65e5s"), (Ids{10, 11, 10}));
}
TEST(WordPiece, DoesNotKnowWhatItCannotSpell) {
  EXPECT_EQ(pieces("zzz"), Ids{0});
  EXPECT_EQ(pieces("unzzz"), Ids{0});
  EXPECT_EQ(pieces(std::string(101, 's')), Ids{0});
}
TEST(WordPiece, GivesOnePieceAtLeastAndSixteenAtMost) {
  EXPECT_EQ(pieces("\u200b"), Ids{0});
  EXPECT_EQ(pieces(""), Ids{0});
  EXPECT_EQ(pieces(std::string(40, '.')).size(), kMaxWordPieces);
  EXPECT_EQ(pieces(std::string(1'000'000, '.')).size(), kMaxWordPieces);
}
TEST(WordPiece, RefusesAVocabularyWithoutItsMarks) { EXPECT_FALSE(WordPiece::make("a\nb\n").has_value()); }

TEST(CaseOf, TellsHowAWordIsWritten) {
  EXPECT_EQ(case_of("1,000"), 0);
  EXPECT_EQ(case_of("said"), 1);
  EXPECT_EQ(case_of("Petro"), 2);
  EXPECT_EQ(case_of("I"), 2);
  EXPECT_EQ(case_of("U.S."), 3);
  EXPECT_EQ(case_of("McCain"), 4);
  EXPECT_EQ(case_of("\u00c9tat"), 2);
}
}  // namespace
}  // namespace casus::nn
