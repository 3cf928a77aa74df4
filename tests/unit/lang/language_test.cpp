// SPDX-License-Identifier: Apache-2.0
#include "lang/language.h"

#include <gtest/gtest.h>

#include <fstream>

namespace casus::lang {
namespace {

std::filesystem::path data() {
  return std::filesystem::path(CASUS_SOURCE_DIR) / "data";
}

/// A data folder whose English is `content`.
std::filesystem::path folder_with(const std::string& content) {
  const std::filesystem::path root = std::filesystem::path(testing::TempDir()) / "casus_lang_test";
  std::filesystem::create_directories(root / "lang" / "en");
  std::ofstream(root / "lang" / "en" / "language.toml") << content;
  return root;
}

TEST(Language, LoadsEnglish) {
  const auto english = Language::load(data(), "en");
  ASSERT_TRUE(english) << to_string(english.error());
  EXPECT_EQ(english->code(), "en");
  EXPECT_TRUE(english->is_abbreviation("U.S."));
  EXPECT_TRUE(english->is_title("Gen."));
  EXPECT_FALSE(english->is_title("Inc."));
  EXPECT_FALSE(english->is_abbreviation("said."));
}

TEST(Language, KnowsClitics) {
  const auto english = Language::load(data(), "en");
  ASSERT_TRUE(english);
  EXPECT_TRUE(english->is_clitic("n't"));
  EXPECT_FALSE(english->is_clitic("'x"));
  EXPECT_TRUE(english->is_number_ending("nd"));
}

TEST(Language, PartsContractionsAtTheBar) {
  const auto english = Language::load(data(), "en");
  ASSERT_TRUE(english);
  const auto& all = english->contractions();
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(all.front().word, "cannot");
  EXPECT_EQ(all.front().cut, 3u);
}

TEST(Language, RefusesALanguageWithoutData) {
  const auto result = Language::load(data(), "xx");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kUnsupported);
}

TEST(Language, RefusesACodeThatIsAPath) {
  EXPECT_FALSE(Language::load(data(), "../en"));
}

TEST(Language, NamesFileAndLineOfAnUnknownKey) {
  const auto result = Language::load(folder_with("code = 'en'\nname = 'English'\ncolour = 'red'\n"), "en");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "lang/en/language.toml:3: unknown key 'colour'");
}

TEST(Language, NamesTheLineOfAMalformedAbbreviation) {
  const auto result = Language::load(
      folder_with("code = 'en'\nname = 'English'\nabbreviations = ['Mr.',\n 'Mrs']\ntitles = "
                  "[]\nclitics = []\nnumber_endings = []\nelided = []\nname_prefixes = []\ncontractions = []\n"),
      "en");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "lang/en/language.toml:4: expected an abbreviation with its dot, found 'Mrs'");
}

}  // namespace
}  // namespace casus::lang
