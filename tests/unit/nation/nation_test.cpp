// SPDX-License-Identifier: Apache-2.0
#include "nation/nation.h"

#include <gtest/gtest.h>

#include "../support/model_bytes.h"

namespace casus::nation {
namespace {

TEST(NationStage, TakesTheShippedModel) {
  test::ModelBytes bytes("data/model/casus-base.model");
  EXPECT_EQ(test::refusal(bytes, make_nation_stage), "");
}

TEST(NationStage, RefusesAModelWithoutItsScorer) {
  test::ModelBytes bytes("tests/data/nn/small.model");
  EXPECT_EQ(test::refusal(bytes, make_nation_stage), "the model lacks the arc scorer 'nation' with one label");
}

}  // namespace
}  // namespace casus::nation
