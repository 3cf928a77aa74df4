// SPDX-License-Identifier: Apache-2.0
#include "pipeline/scores.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace casus {
namespace {
TEST(Exponential, EqualsTheSeriesToFourteenDigits) {
  for (double x = -60; x < 60; x += 0.37) EXPECT_NEAR(exponential(x) / std::exp(x), 1, 1e-14) << x;
}
TEST(Exponential, IsZeroFarBelow) {
  EXPECT_EQ(exponential(-1e9), 0);
  EXPECT_EQ(exponential(std::numeric_limits<double>::quiet_NaN()), 0);
}
TEST(BestLabel, IsTheFirstOfEquals) {
  EXPECT_EQ(best_label(std::vector<float>{1, 3, 3}), 1U);
}
TEST(Probability, SharesOneAmongAllLabels) {
  const std::vector<float> logits{0.5F, -2, 3};
  EXPECT_NEAR(probability(logits, 0) + probability(logits, 1) + probability(logits, 2), 1, 1e-6);
  EXPECT_NEAR(probability(std::vector<float>{2, 2}, 1), 0.5, 1e-7);
}
TEST(ExpectedValue, LiesBetweenTheValues) {
  EXPECT_NEAR(expected_value(std::vector<float>{5, 5}, std::vector<float>{-3, 3}), 0, 1e-6);
  EXPECT_NEAR(expected_value(std::vector<float>{-50, 50}, std::vector<float>{-3, 3}), 3, 1e-6);
}
TEST(DistanceBucket, CountsTheStepsBeforeAndBehind) {
  constexpr std::array<std::uint32_t, 3> steps{1, 3, 6};
  EXPECT_EQ(distance_bucket(steps, 10, 10), 3U);
  EXPECT_EQ(distance_bucket(steps, 10, 9), 2U);
  EXPECT_EQ(distance_bucket(steps, 10, 12), 4U);
  EXPECT_EQ(distance_bucket(steps, 10, 13), 5U);
  EXPECT_EQ(distance_bucket(steps, 10, 0), 0U);
  EXPECT_EQ(distance_bucket(steps, 10, 4000000000U), 6U);
}

}  // namespace
}  // namespace casus
