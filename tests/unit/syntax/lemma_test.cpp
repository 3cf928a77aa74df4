// SPDX-License-Identifier: Apache-2.0
#include "syntax/lemma.h"

#include <gtest/gtest.h>

namespace casus::syntax {
namespace {
std::optional<std::string> lemma(std::string_view script, std::string_view form) {
  return lemma_by(*parse_lemma_script(script), form);
}

TEST(LemmaScript, CutsAndAppendsOnTheLowerCasedForm) {
  EXPECT_EQ(lemma("s3:y", "Countries"), "country");
  EXPECT_EQ(lemma("s0:", "Said"), "said");
}
TEST(LemmaScript, KeepsTheCaseOfNames) {
  EXPECT_EQ(lemma("L0:", "McCain"), "McCain");
}
TEST(LemmaScript, ReplacesWholeWords) {
  EXPECT_EQ(lemma("=be", "are"), "be");
}
TEST(LemmaScript, CutsCharactersAndNotBytes) {
  EXPECT_EQ(lemma("s1:", "\u00c9t\u00e9s"), "\u00e9t\u00e9");
}
TEST(LemmaScript, DoesNotFitAWordOfNoMoreCharactersThanItCuts) {
  EXPECT_EQ(lemma("s2:", "as"), std::nullopt);
  EXPECT_EQ(lemma("s3:y", "as"), std::nullopt);
}
TEST(LemmaScript, LeavesNumbersAsTheyAre) {
  EXPECT_EQ(lemma("s1:", "1990s"), std::nullopt);
  EXPECT_EQ(lemma("=one", "1"), std::nullopt);
  EXPECT_EQ(lemma("s0:", "1990s"), "1990s");
}
TEST(ParseLemmaScript, RefusesWhatItDoesNotKnow) {
  for (const char* name : {"", "s", "x1:", "s:", "sx:a", "s-1:a", "L1"}) EXPECT_FALSE(parse_lemma_script(name)) << name;
}
}  // namespace
}  // namespace casus::syntax
