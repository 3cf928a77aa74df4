// SPDX-License-Identifier: Apache-2.0
#include "segment/sentences.h"

#include <gtest/gtest.h>

#include <random>

namespace casus::segment {
namespace {
/// Words parted by spaces; "|" stands for a line break, "||" for a blank line, "_" glues a word to the one before.
Document text(std::string_view words) {
  Document doc;
  std::uint8_t before = 3;
  for (std::size_t begin = 0; begin < words.size();) {
    const std::size_t end = std::min(words.find(' ', begin), words.size());
    std::string_view word = words.substr(begin, end - begin);
    begin = end + 1;
    if (word == "|" || word == "||") {
      before = word.size() == 1 ? 2 : 3;
      doc.text += '\n';
      continue;
    }
    if (word.starts_with('_')) {
      word.remove_prefix(1);
      before = 0;
    } else if (!doc.text.empty()) {
      doc.text += ' ';
    }
    Token& token = doc.tokens.emplace_back();
    token.span = {static_cast<std::uint32_t>(doc.text.size()),
                  static_cast<std::uint32_t>(doc.text.size() + word.size())};
    token.break_before = before;
    doc.text += word;
    before = 1;
  }
  return doc;
}

std::vector<std::uint32_t> starts(const Document& doc, const std::vector<float>& scores) {
  std::vector<std::uint32_t> out;
  for (const Sentence& sentence : sentences_of(doc, scores)) out.push_back(sentence.tokens.begin);
  return out;
}
using Starts = std::vector<std::uint32_t>;

TEST(SentencesOf, BeginWhereTheScorerSaysSo) {
  EXPECT_EQ(starts(text("He left _. She stayed _."), {0, -5, -5, 5, -5, -5}), (Starts{0, 3}));
}

TEST(SentencesOf, BeginAfterABlankLineWhateverTheScorerSays) {
  EXPECT_EQ(starts(text("News || he left"), {0, -9, -9}), (Starts{0, 1}));
}

TEST(SentencesOf, TakeALineBreakAsStrongEvidence) {
  EXPECT_EQ(starts(text("Talks fail | Oslo said"), {0, -5, -1, -5}), (Starts{0, 2}));
}

TEST(SentencesOf, TakeNoEvidenceFromLinesThatGoOnInSmallLetters) {
  EXPECT_EQ(starts(text("the talks | in the city | of Oslo | Norway were | held"), std::vector<float>(10, -1.0F)),
            Starts{0});
}

TEST(SentencesOf, DoNotBeginWithPunctuationThatIsGlued) {
  EXPECT_EQ(starts(text("He left _. _\" She"), {0, -5, 3, 3, 5}), (Starts{0, 4}));
}

TEST(SentencesOf, DoNotPartAMultiwordToken) {
  Document doc = text("do _n't go");
  doc.tokens[0].multiword = 2;
  doc.tokens[1].multiword = 0;
  EXPECT_EQ(starts(doc, {0, 9, -9}), Starts{0});
}

TEST(SentencesOf, BeginAtTheEdgesOfFurniture) {
  Document doc = text("Prev Post He left");
  doc.furniture = {{0, 9}};
  EXPECT_EQ(starts(doc, {0, -9, -9, -9}), (Starts{0, 2}));
}

TEST(SentencesOf, CoverEveryTokenAndAreNeverTooLong) {
  std::mt19937 random(5);
  for (int round = 0; round < 20; ++round) {
    std::string words;
    const std::size_t count = random() % 2000;
    std::vector<float> scores(count);
    for (std::size_t i = 0; i < count; ++i) {
      words += "a ";
      scores[i] = static_cast<float>(random() % 1000) / 100.0F - (round % 2 == 0 ? 9.9F : 20.0F);
    }
    std::uint32_t next = 0;
    for (const Sentence& sentence : sentences_of(text(words), scores)) {
      EXPECT_EQ(sentence.tokens.begin, next);
      EXPECT_LE(sentence.tokens.size(), kMaxSentence);
      EXPECT_FALSE(sentence.tokens.empty());
      next = sentence.tokens.end;
    }
    EXPECT_EQ(next, count);
  }
}
}  // namespace
}  // namespace casus::segment
