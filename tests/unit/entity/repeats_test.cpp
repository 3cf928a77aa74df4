// SPDX-License-Identifier: Apache-2.0
#include "entity/repeats.h"

#include <gtest/gtest.h>

#include "../support/parsed.h"

namespace casus::entity {
namespace {

TEST(LeanOnRepeats, TakesTheMeanOfAllPlacesIn) {
  const Document doc = test::parsed("Kano/PROPN/0/root and/CCONJ/3/cc Kano/PROPN/1/conj");
  const auto out = lean_on_repeats(doc, std::vector<float>{1, 5, 0, 0, 2, 0}, 2);
  ASSERT_EQ(out.size(), 6U);
  EXPECT_FLOAT_EQ(out[1] - out[0], 0.7F * 4 + 0.3F * 1);   // alone 4; the mean of both places is 1
  EXPECT_FLOAT_EQ(out[5] - out[4], 0.7F * -2 + 0.3F * 1);  // alone -2
  EXPECT_EQ(out[2], 0.0F);
  EXPECT_EQ(out[3], 0.0F);
}

TEST(LeanOnRepeats, LeavesWhatStandsOnceOrIsWrittenSmall) {
  const Document doc = test::parsed("talks/NOUN/0/root talks/NOUN/1/conj Talks/NOUN/1/conj Kano/PROPN/1/obl");
  const std::vector<float> logits{0, 1, 0, 9, 3, 4, 5, 6};
  EXPECT_EQ(lean_on_repeats(doc, logits, 2), logits);
}

TEST(LeanOnRepeats, KnowsLettersBeyondAscii) {
  const Document doc = test::parsed("Ürümqi/PROPN/0/root Ürümqi/PROPN/1/conj");
  const auto out = lean_on_repeats(doc, std::vector<float>{0, 4, 0, 0}, 2);
  EXPECT_FLOAT_EQ(out[3] - out[2], 0.3F * 2);
}

TEST(LeanOnRepeats, TakesATextWithoutWords) {
  EXPECT_TRUE(lean_on_repeats(Document{}, {}, 9).empty());
}

}  // namespace
}  // namespace casus::entity
