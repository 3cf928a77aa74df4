// SPDX-License-Identifier: Apache-2.0
#include "document/alignment.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace casus {
namespace {

TEST(Alignment, LeadsBackByteByByteWhereNothingChanged) {
  const Alignment same = Alignment::identity(10, 3);
  EXPECT_EQ(same.raw_range({2, 5}), (Span{5, 8}));
  EXPECT_EQ(same.raw_range({0, 10}), (Span{3, 13}));
}

TEST(Alignment, TakesACharacterReferenceWhole) {
  // raw "A&amp;B" -> text "A&B"
  Alignment alignment;
  alignment.add({0, 1}, {0, 1});
  alignment.add({1, 2}, {1, 6});
  alignment.add({2, 3}, {6, 7});
  EXPECT_EQ(alignment.raw_range({1, 2}), (Span{1, 6}));
  EXPECT_EQ(alignment.raw_range({0, 2}), (Span{0, 6}));
  EXPECT_EQ(alignment.raw_range({2, 3}), (Span{6, 7}));
}

TEST(Alignment, PassesOverWhatWasAdded) {
  Alignment alignment;
  alignment.add({0, 4}, {10, 14});
  alignment.add({4, 6}, {14, 14});  // a blank line between paragraphs
  alignment.add({6, 9}, {30, 33});
  EXPECT_EQ(alignment.raw_range({3, 7}), (Span{13, 31}));
  EXPECT_TRUE(alignment.raw_range({4, 6}).empty());
}

TEST(Alignment, JoinsRunsThatTouchOnBothSides) {
  Alignment alignment;
  alignment.add({0, 2}, {5, 7});
  alignment.add({2, 4}, {7, 9});
  alignment.add({4, 6}, {20, 22});
  EXPECT_EQ(alignment.runs().size(), 2u);
}

/// Any row of runs, byte by byte, whole and added ones mixed.
TEST(Alignment, NeverStepsBack) {
  std::mt19937 random(11);
  for (int round = 0; round < 300; ++round) {
    Alignment alignment;
    std::uint32_t text = 0, raw = 0;
    for (int i = 0; i < 12; ++i) {
      const std::uint32_t length = 1 + random() % 5;
      const std::uint32_t source = random() % 3 == 0 ? random() % 4 : length;
      raw += random() % 3;
      alignment.add({text, text + length}, {raw, raw + source});
      text += length;
      raw += source;
    }
    Span before{0, 0};
    for (std::uint32_t at = 0; at < text; ++at) {
      const Span here = alignment.raw_range({at, at + 1});
      if (here.empty()) continue;
      ASSERT_GE(here.begin, before.begin);
      ASSERT_GE(here.end, before.end);
      ASSERT_LE(here.end, raw);
      before = here;
    }
  }
}

}  // namespace
}  // namespace casus
