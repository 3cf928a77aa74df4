// SPDX-License-Identifier: Apache-2.0
#include "encode/windows.h"

#include <gtest/gtest.h>

#include <random>

namespace casus::encode {
namespace {
std::vector<Word> random_words(std::mt19937& random, std::size_t count) {
  std::vector<Word> words(count);
  for (Word& word : words) {
    word.pieces = 1 + (random() % 4 == 0 ? static_cast<std::uint32_t>(random() % 16) : 0);
    const auto kind = random() % 40;
    if (kind < 3) word.cut = static_cast<Cut>(1 + kind);
  }
  return words;
}

std::uint32_t pieces_of(const std::vector<Word>& words, std::uint32_t begin, std::uint32_t end) {
  std::uint32_t sum = 0;
  for (std::uint32_t i = begin; i < end; ++i) sum += words[i].pieces;
  return sum;
}

TEST(CutWindows, KeepEveryWordOnceWithinTheLimit) {
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    const std::vector<Word> words = random_words(random, random() % 900);
    const WindowSettings settings{.max_pieces = static_cast<std::uint32_t>(32 + random() % 225),
                                  .context_sentences = static_cast<std::uint32_t>(random() % 3),
                                  .context_pieces = static_cast<std::uint32_t>(random() % 100)};
    std::uint32_t next = 0;
    for (const Window& window : cut_windows(words, settings)) {
      EXPECT_EQ(window.kept, next);
      EXPECT_LE(window.begin, window.kept);
      EXPECT_LT(window.kept, window.end);
      EXPECT_LE(pieces_of(words, window.begin, window.end) + 2, settings.max_pieces);
      next = window.end;
    }
    EXPECT_EQ(next, words.size()) << "round " << round;
  }
}

TEST(CutWindows, KeepAShortDocumentWhole) {
  const std::vector<Word> words(20);
  EXPECT_EQ(cut_windows(words, {.max_pieces = 128}), (std::vector<Window>{{0, 0, 20}}));
}

TEST(CutWindows, CutBeforeTheBlankLineRatherThanAtASentence) {
  std::vector<Word> words(150);
  words[70].cut = Cut::kBlank;
  words[90].cut = Cut::kSentence;
  EXPECT_EQ(cut_windows(words, {.max_pieces = 128}), (std::vector<Window>{{0, 0, 70}, {70, 70, 150}}));
}

TEST(CutWindows, GiveContextWhereTheyMustCutInsideASentence) {
  const std::vector<Word> words(130);
  EXPECT_EQ(cut_windows(words, {.max_pieces = 102, .context_pieces = 16}),
            (std::vector<Window>{{0, 0, 100}, {84, 100, 130}}));
}

TEST(CutWindows, RepeatTheLastSentenceWhenAsked) {
  std::vector<Word> words(150);
  words[60].cut = words[75].cut = Cut::kSentence;
  EXPECT_EQ(cut_windows(words, {.max_pieces = 128, .context_sentences = 1, .context_pieces = 40}),
            (std::vector<Window>{{0, 0, 75}, {60, 75, 150}}));
}

TEST(CutWindows, OfNoWordsAreNone) {
  EXPECT_TRUE(cut_windows({}, {}).empty());
}

}  // namespace
}  // namespace casus::encode
