// SPDX-License-Identifier: Apache-2.0
#include "eval/calibration.h"

#include <gtest/gtest.h>

#include <cmath>

namespace casus::eval {
namespace {

TEST(Calibrate, IsZeroWhereTheConfidenceIsTheShareOfRightOnes) {
  std::vector<Judged> judged;
  for (int i = 0; i < 100; ++i) judged.push_back({0.3, i % 10 < 3});
  EXPECT_NEAR(calibrate(judged).error, 0, 1e-12);
}

TEST(Calibrate, DoesNotMindTheOrderOfEqualConfidences) {
  std::vector<Judged> sorted, mixed;
  for (int i = 0; i < 57; ++i) {
    sorted.push_back({0.5, i < 20});
    mixed.push_back({0.5, i % 3 == 0 && i < 60});
  }
  EXPECT_NEAR(calibrate(sorted).error, std::fabs(0.5 - 20.0 / 57), 1e-12);
  EXPECT_NEAR(calibrate(mixed).error, std::fabs(0.5 - 19.0 / 57), 1e-12);
}

TEST(Calibrate, MeansTheDistanceOverTenBinsOfEqualMass) {
  std::vector<Judged> judged;
  for (int i = 0; i < 20; ++i) judged.push_back({i / 20.0, false});  // bins of two: 0.025, 0.125, …, 0.925
  const Calibration calibration = calibrate(judged);
  EXPECT_NEAR(calibration.error, 0.475, 1e-12);
  for (const Bin& bin : calibration.bins) EXPECT_NEAR(bin.mass, 2, 1e-12);
}

TEST(Calibrate, LetsErrorsOfOppositeSignsStandInDifferentBins) {
  std::vector<Judged> judged;
  for (int i = 0; i < 50; ++i) judged.push_back({0.4, true});
  for (int i = 0; i < 50; ++i) judged.push_back({0.6, false});
  EXPECT_NEAR(calibrate(judged).error, 0.6, 1e-12);
}

TEST(Calibrate, CountsARecordAsOftenAsItsMass) {
  const std::vector<Judged> once{{0.1, true, 3}, {0.2, false, 0}, {0.9, false, 2}};
  const std::vector<Judged> thrice{{0.1, true}, {0.1, true}, {0.1, true}, {0.9, false}, {0.9, false}};
  EXPECT_NEAR(calibrate(once).error, calibrate(thrice).error, 1e-12);
}

TEST(Calibrate, SplitsARecordAtTheBorderOfBins) {
  const Calibration calibration = calibrate({{0.2, true}, {0.8, true}, {0.9, true}});
  double mass = 0;
  for (const Bin& bin : calibration.bins) {
    EXPECT_NEAR(bin.mass, 0.3, 1e-12);
    mass += bin.mass;
  }
  EXPECT_NEAR(mass, 3, 1e-12);
}

TEST(Calibrate, IsZeroOverNothing) {
  EXPECT_EQ(calibrate({}).error, 0);
}

}  // namespace
}  // namespace casus::eval
