// SPDX-License-Identifier: Apache-2.0
#include "nation/nation.h"

#include <gtest/gtest.h>

#include "../support/model_bytes.h"

namespace casus::nation {
namespace {

Result<std::unique_ptr<Stage>> make(std::shared_ptr<const nn::Model> model) {
  return make_nation_stage(std::move(model), nullptr);
}

TEST(NationStage, TakesTheShippedModel) {
  test::ModelBytes bytes("data/model/casus-base.model");
  EXPECT_EQ(test::refusal(bytes, make), "");
}

TEST(NationStage, TakesTheLargeModelWithItsScorerOfSides) {
  auto model = nn::Model::load(std::string(CASUS_SOURCE_DIR) + "/data/model/casus-large.model", nn::generic_kernels());
  ASSERT_TRUE(model.has_value()) << model.error().message;
  ASSERT_EQ(model->labels("side").size(), 2u);
  EXPECT_TRUE(make(std::make_shared<const nn::Model>(std::move(*model))).has_value());
}

TEST(NationStage, RefusesAModelWithoutItsScorer) {
  test::ModelBytes bytes("tests/data/nn/small.model");
  EXPECT_EQ(test::refusal(bytes, make), "the model lacks the arc scorer 'nation'");
}

}  // namespace
}  // namespace casus::nation
