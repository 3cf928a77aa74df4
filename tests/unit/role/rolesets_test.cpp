// SPDX-License-Identifier: Apache-2.0
#include "role/rolesets.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace casus::role {
namespace {
TEST(Rolesets, GiveTheVerbsRolesetToItsNoun) {
  const auto rolesets = Rolesets::load(std::filesystem::path(CASUS_SOURCE_DIR) / "data/lang/en/rolesets.tsv");
  ASSERT_TRUE(rolesets.has_value()) << rolesets.error().message;
  ASSERT_EQ(rolesets->of("destruction", Upos::kNoun).size(), 1U);
  EXPECT_EQ(rolesets->of("destruction", Upos::kNoun)[0], "destroy.01");
  EXPECT_EQ(rolesets->of("carry_out", Upos::kVerb)[0], "carry_out.03");
  EXPECT_TRUE(rolesets->contains("attack.01"));
  EXPECT_FALSE(rolesets->contains("attack.99"));
}

TEST(Rolesets, FallBackOnAnotherPartOfSpeech) {
  const auto rolesets = Rolesets::parse("v\tflee\tflee.01\n", "x");
  EXPECT_EQ(rolesets->of("flee", Upos::kNoun).size(), 1U);
  EXPECT_TRUE(rolesets->of("fly", Upos::kVerb).empty());
}

TEST(Rolesets, NameTheLineTheyCannotRead) {
  const auto rolesets = Rolesets::parse("# a comment\nv\tflee\n", "rolesets.tsv");
  ASSERT_FALSE(rolesets.has_value());
  EXPECT_TRUE(rolesets.error().message.starts_with("rolesets.tsv:2:")) << rolesets.error().message;
}

TEST(SenseOf, IsWhatFollowsTheLastDot) {
  EXPECT_EQ(sense_of("carry_out.03"), "03");
  EXPECT_EQ(sense_of("none"), "");
}
}  // namespace
}  // namespace casus::role
