// SPDX-License-Identifier: Apache-2.0
#include "role/arguments.h"

#include <gtest/gtest.h>

#include "../support/parsed.h"

namespace casus::role {
namespace {
std::string words(const Document& doc, std::size_t head, std::size_t predicate) {
  const SentenceTree tree(doc, test::all_of(doc));
  return std::string(doc.words(argument_span(doc, tree, TokenId{head}, TokenId{predicate})));
}

TEST(ArgumentSpan, IsTheSubtreeOfItsHead) {
  const Document doc =
      test::parsed("the/DET/2/det men/NOUN/5/nsubj of/ADP/4/case war/NOUN/2/nmod fled/VERB/0/root ./PUNCT/5/punct");
  EXPECT_EQ(words(doc, 1, 4), "the men of war");
}

TEST(ArgumentSpan, LeavesThePredicateBelowItOut) {
  const Document doc =
      test::parsed("men/NOUN/0/root from/ADP/3/case Oslo/PROPN/1/nmod who/PRON/5/nsubj fled/VERB/1/acl:relcl");
  EXPECT_EQ(words(doc, 0, 4), "men from Oslo");
}

TEST(ArgumentSpan, LeavesOuterPunctuationOff) {
  const Document doc =
      test::parsed("spoke/VERB/0/root ,/PUNCT/4/punct on/ADP/4/case Monday/PROPN/1/obl ,/PUNCT/4/punct");
  EXPECT_EQ(words(doc, 3, 0), "on Monday");
}

TEST(KeepBestOfCore, LeavesOneOfEachCoreRole) {
  const std::vector<std::string> roles{"O", "ARG0", "ARGM-TMP"};
  const auto argument = [](std::size_t head, Label role, float score) {
    return Argument{.predicate = PredicateId{0UL}, .head = TokenId{head}, .span = {}, .role = role, .by = {"", score}};
  };
  std::vector<Argument> arguments{argument(1, 1, 0.5F), argument(2, 2, 0.9F), argument(3, 1, 0.7F),
                                  argument(4, 2, 0.6F)};
  keep_best_of_core(arguments, roles);
  ASSERT_EQ(arguments.size(), 3U);
  EXPECT_EQ(arguments[0].head, TokenId{2UL});
  EXPECT_EQ(arguments[1].head, TokenId{3UL});
  EXPECT_EQ(arguments[2].head, TokenId{4UL});
}
}  // namespace
}  // namespace casus::role
