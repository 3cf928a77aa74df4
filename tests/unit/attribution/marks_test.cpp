// SPDX-License-Identifier: Apache-2.0
#include "attribution/marks.h"

#include <gtest/gtest.h>

#include <string>

namespace casus::attribution {
namespace {

/// The quoted stretches, joined by "|".
std::string stretches(std::string_view text) {
  std::string out;
  for (const Quoted& found : pair_marks(text)) {
    if (!out.empty()) out += '|';
    out += words_of(text, found.inner);
  }
  return out;
}

TEST(PairMarks, TakesCurlyAndStraightPairs) {
  EXPECT_EQ(stretches("He said \u201Cno\u201D and \"yes, now.\""), "no|yes, now.");
  EXPECT_EQ(stretches("Il a dit \u00ABnon\u00BB."), "non");
  EXPECT_EQ(stretches("``Go,'' he said."), "Go,");
}

TEST(PairMarks, LeavesApostrophesAlone) {
  EXPECT_EQ(stretches("It\u2019s the boys\u2019 toys, and it's the boys' house in the '90s."), "");
  EXPECT_EQ(stretches("'We don't go,' she said."), "We don't go,");
}

TEST(PairMarks, KeepsNestedPairs) {
  EXPECT_EQ(stretches("\"I thought, 'OK, let's go'.\""), "I thought, 'OK, let's go'.|OK, let's go");
  const auto found = pair_marks("\u201CHe said \u2018no\u2019 twice.\u201D");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_FALSE(found[0].is_nested);
  EXPECT_TRUE(found[1].is_nested);
}

TEST(PairMarks, EndsAtTheParagraphWhereTheNextOpensAnew) {
  const std::string text = "He said:\n\u201COne.\n\u201CTwo.\u201D\nAfter.";
  EXPECT_EQ(stretches(text), "One.|Two.");
  EXPECT_TRUE(pair_marks(text)[1].continues);
}

TEST(PairMarks, RunsOverParagraphsThatOnlyClose) {
  EXPECT_EQ(stretches("\u201COne.\n\nTwo.\u201D After."), "One.\n\nTwo.");
}

TEST(PairMarks, ClosesACurlyMarkWithAStraightOne) {
  EXPECT_EQ(stretches("\u201CIn support, we fly.\"\n"), "In support, we fly.");
}

TEST(PairMarks, TakesAMarkAfterItsSpaceByItsState) {
  EXPECT_EQ(stretches("schools,\" For example, yes\". So"), "For example, yes");
}

TEST(PairMarks, IgnoresInchesAndLoneMarks) {
  EXPECT_EQ(stretches("a 5\" pipe"), "");
  EXPECT_EQ(stretches("\u201Cnever closed and no paragraph of its own"), "never closed and no paragraph of its own");
  EXPECT_EQ(stretches("He said \u201Cnever closed"), "");
}

TEST(PairMarks, IsLinearInMarks) {
  std::string text;
  for (int i = 0; i < 200000; ++i) text += " \" \u2018x\n\u201C";
  pair_marks(text);
  SUCCEED();
}

}  // namespace
}  // namespace casus::attribution
