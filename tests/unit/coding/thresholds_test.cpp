// SPDX-License-Identifier: Apache-2.0
#include "coding/thresholds.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace casus::coding {
namespace {

Result<Thresholds> read(const std::string& text) {
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "thresholds.tsv";
  std::ofstream(file) << text;
  return Thresholds::load(file);
}

TEST(Thresholds, ReadWhatTheFileNamesAndKeepTheRest) {
  const auto read_in = read("# a comment\ntold\t0.5\nsure_side\t0.9\n");
  ASSERT_TRUE(read_in.has_value());
  EXPECT_FLOAT_EQ(read_in->told, 0.5F);
  EXPECT_FLOAT_EQ(read_in->sure_side, 0.9F);
  EXPECT_FLOAT_EQ(read_in->sector, Thresholds{}.sector);
}

TEST(Thresholds, OfTheShippedModelsAreTheOnesInUse) {
  const std::filesystem::path folder = std::filesystem::path(CASUS_SOURCE_DIR) / "data" / "coding";
  const auto base = Thresholds::load(folder / "thresholds.tsv");
  ASSERT_TRUE(base.has_value());
  const Thresholds own;
  EXPECT_FLOAT_EQ(base->told, own.told);
  EXPECT_FLOAT_EQ(base->by_codebook, own.by_codebook);
  EXPECT_FLOAT_EQ(base->told_again, own.told_again);
  EXPECT_FLOAT_EQ(base->sure_side, own.sure_side);
  EXPECT_FLOAT_EQ(base->side, own.side);
  EXPECT_FLOAT_EQ(base->as_coded, own.as_coded);
  EXPECT_FLOAT_EQ(base->sector, own.sector);
  EXPECT_FLOAT_EQ(base->other_sector, own.other_sector);
  EXPECT_TRUE(Thresholds::load(folder / "thresholds-large.tsv").has_value());
}

TEST(Thresholds, RefuseUnknownNamesAndNumbersThatAreNone) {
  for (const char* line : {"tole\t0.5", "told", "told\tmuch", "told\t-1", "told\tnan"}) {
    const auto refused = read(std::string("# one\n") + line + "\n");
    ASSERT_FALSE(refused.has_value()) << line;
    EXPECT_EQ(refused.error().code, ErrorCode::kBadData) << line;
    EXPECT_NE(refused.error().message.find("thresholds.tsv:2: '" + std::string(line) + "'"), std::string::npos)
        << refused.error().message;
  }
}

TEST(Thresholds, SayWhichFileIsMissing) {
  EXPECT_EQ(Thresholds::load("no/such.tsv").error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace casus::coding
