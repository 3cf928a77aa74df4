// SPDX-License-Identifier: Apache-2.0
#include "document/sentence_tree.h"

#include <gtest/gtest.h>

namespace casus {
namespace {
/// A document of tokens 0..n-1 with these heads; -1 is a root.
Document with_heads(const std::vector<int>& heads) {
  Document doc;
  for (const int head : heads) {
    doc.tokens.emplace_back();
    doc.arcs.push_back({head < 0 ? TokenId{} : TokenId{static_cast<std::size_t>(head)}, 0});
  }
  return doc;
}

TEST(SentenceTree, ListsChildrenInOrder) {
  const Document doc = with_heads({1, -1, 1, 2});
  const SentenceTree tree(doc, {0, 4});
  const auto children = tree.children(TokenId{1UL});
  EXPECT_EQ(std::vector<TokenId>(children.begin(), children.end()), (std::vector<TokenId>{TokenId{0UL}, TokenId{2UL}}));
  EXPECT_TRUE(tree.children(TokenId{3UL}).empty());
}

TEST(SentenceTree, KnowsWhoStandsBelowWhom) {
  const Document doc = with_heads({-1, 0, 5, -1, 3, 4, 4});
  const SentenceTree tree(doc, {3, 7});
  EXPECT_TRUE(tree.dominates(TokenId{3UL}, TokenId{5UL}));
  EXPECT_TRUE(tree.dominates(TokenId{4UL}, TokenId{4UL}));
  EXPECT_FALSE(tree.dominates(TokenId{5UL}, TokenId{6UL}));
  EXPECT_FALSE(tree.dominates(TokenId{3UL}, TokenId{2UL}));
}

TEST(SentenceTree, EndsOnCircles) {
  const Document doc = with_heads({1, 0, -1});
  const SentenceTree tree(doc, {0, 3});
  EXPECT_TRUE(tree.dominates(TokenId{0UL}, TokenId{1UL}));
  EXPECT_FALSE(tree.dominates(TokenId{2UL}, TokenId{1UL}));
}
}  // namespace
}  // namespace casus
