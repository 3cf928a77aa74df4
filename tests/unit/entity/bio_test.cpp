// SPDX-License-Identifier: Apache-2.0
#include "entity/bio.h"

#include <gtest/gtest.h>

namespace casus::entity {
namespace {
const std::vector<std::string> kLabels{"O", "B-PER", "I-PER", "B-LOC", "I-LOC"};

std::vector<NameSpan> spans(const std::vector<float>& logits) {
  return best_spans(logits, *BioLabels::parse(kLabels));
}

TEST(BestSpans, AreRunsOfBAndI) {
  const auto found = spans({0, 9, 0, 0, 0, 0, 0, 9, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 9, 0});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].begin, 0U);
  EXPECT_EQ(found[0].end, 2U);
  EXPECT_EQ(found[1].begin, 3U);
  EXPECT_EQ(found[1].end, 4U);
  EXPECT_EQ(found[1].type, 1U);
}

TEST(BestSpans, NeverBeginWithAnI) {
  const auto found = spans({0, 3, 4, 0, 0, 0, 0, 9, 0, 0});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].end, 2U);
}

TEST(BestSpans, NeverChangeTypeInside) {
  const auto found = spans({0, 5, 0, 4, 0, 0, 0, 0, 0, 3});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].type, 1U);
  EXPECT_EQ(found[0].end, 2U);
}

TEST(BestSpans, OfNoTokensAreNone) {
  EXPECT_TRUE(spans({}).empty());
}

TEST(BioLabels, RefuseOtherLabels) {
  EXPECT_FALSE(BioLabels::parse(std::vector<std::string>{"O", "PER"}));
}

}  // namespace
}  // namespace casus::entity
