// SPDX-License-Identifier: Apache-2.0
#include "nation/nation.h"

#include <gtest/gtest.h>

#include "../support/model_bytes.h"

namespace casus::nation {
namespace {

std::string message_of(test::ModelBytes& bytes) {
  auto file = nn::ModelFile::parse(bytes.all());
  if (!file) return file.error().message;
  auto model = nn::Model::from(std::move(*file), nn::generic_kernels());
  if (!model) return model.error().message;
  const auto stage = make_nation_stage(std::make_shared<const nn::Model>(std::move(*model)));
  return stage ? "" : stage.error().message;
}

TEST(NationStage, TakesTheShippedModel) {
  test::ModelBytes bytes("data/model/casus-base.model");
  EXPECT_EQ(message_of(bytes), "");
}

TEST(NationStage, RefusesAModelWithoutItsScorer) {
  test::ModelBytes bytes("tests/data/nn/small.model");
  EXPECT_EQ(message_of(bytes), "the model lacks the arc scorer 'nation' with one label");
}

}  // namespace
}  // namespace casus::nation
