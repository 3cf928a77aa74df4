// SPDX-License-Identifier: Apache-2.0
#include "encode/borders.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace casus::encode {
namespace {
/// Words, each with what stands before it: 0 nothing, 1 a space, 2 a line break, 3 a blank line.
Document text(const std::vector<std::pair<int, std::string>>& words) {
  Document doc;
  for (const auto& [before, word] : words) {
    doc.text += ' ';
    Token& token = doc.tokens.emplace_back();
    token.span = {static_cast<std::uint32_t>(doc.text.size()),
                  static_cast<std::uint32_t>(doc.text.size() + word.size())};
    token.break_before = static_cast<std::uint8_t>(before);
    doc.text += word;
  }
  return doc;
}

TEST(CutsOf, StandAfterFinalPunctuationBeforeNoSmallLetter) {
  const Document doc =
      text({{3, "He"}, {1, "left"}, {0, "."}, {0, "\""}, {1, "She"}, {1, "went"}, {0, "..."}, {1, "away"}});
  const std::vector<Cut> cuts = cuts_of(doc);
  EXPECT_EQ(cuts[4], Cut::kSentence);
  EXPECT_EQ(cuts[3], Cut::kInside);
  EXPECT_EQ(cuts[7], Cut::kInside);
}

TEST(CutsOf, KnowLinesAndBlankLines) {
  const std::vector<Cut> cuts = cuts_of(text({{3, "News"}, {3, "the"}, {2, "Talks"}, {2, "fail"}}));
  EXPECT_EQ(cuts[1], Cut::kBlank);
  EXPECT_EQ(cuts[2], Cut::kLine);
  EXPECT_EQ(cuts[3], Cut::kInside);
}

TEST(CutsOf, AreThoseOfTheSentencesThatWereGiven) {
  Document doc = text({{3, "He"}, {1, "left"}, {0, "."}, {1, "She"}, {1, "said"}});
  doc.sentences = {{{0, 4}}, {{4, 5}}};
  doc.mark(Layer::kSentences);
  EXPECT_EQ(cuts_of(doc), (std::vector<Cut>{Cut::kBlank, Cut::kInside, Cut::kInside, Cut::kInside, Cut::kSentence}));
}
}  // namespace
}  // namespace casus::encode
