// SPDX-License-Identifier: Apache-2.0
#include "syntax/tree.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace casus::syntax {
namespace {

bool is_tree(const std::vector<std::uint32_t>& heads) {
  int roots = 0;
  for (std::size_t word = 0; word < heads.size(); ++word) {
    if (heads[word] == 0) ++roots;
    std::uint32_t at = static_cast<std::uint32_t>(word) + 1;
    std::size_t steps = 0;
    while (at != 0 && steps <= heads.size()) {
      at = heads[at - 1];
      ++steps;
    }
    if (at != 0) return false;
  }
  return roots == 1;
}

double weight(const std::vector<float>& scores, const std::vector<std::uint32_t>& heads) {
  double sum = 0;
  for (std::size_t word = 0; word < heads.size(); ++word) sum += scores[word * (heads.size() + 1) + heads[word]];
  return sum;
}

double best_by_trying_all(const std::vector<float>& scores, std::size_t words) {
  std::vector<std::uint32_t> heads(words, 0);
  double best = -std::numeric_limits<double>::infinity();
  while (true) {
    if (is_tree(heads)) best = std::max(best, weight(scores, heads));
    std::size_t word = 0;
    while (word < words && ++heads[word] > words) heads[word++] = 0;
    if (word == words) return best;
  }
}

std::vector<float> random_scores(std::mt19937& random, std::size_t words, bool whole_numbers) {
  std::uniform_real_distribution<float> score(-5, 5);
  std::vector<float> out((words + 1) * words);
  for (float& value : out) value = whole_numbers ? std::round(score(random)) : score(random);
  return out;
}

TEST(BestTree, WeighsAsMuchAsTheBestOfAllTrees) {
  std::mt19937 random(7);
  for (int round = 0; round < 600; ++round) {
    const std::size_t words = 1 + random() % 6;
    const std::vector<float> scores = random_scores(random, words, round % 3 == 0);
    const std::vector<std::uint32_t> heads = best_tree(scores, words);
    ASSERT_TRUE(is_tree(heads)) << "round " << round;
    EXPECT_NEAR(weight(scores, heads), best_by_trying_all(scores, words), 1e-3) << "round " << round;
  }
}

TEST(BestTree, HasOneRootEvenWhereEveryWordPrefersIt) {
  const std::vector<float> scores{9, 0, 0, 0, 9, 1, 0, 0, 9, 0, 2, 0};
  EXPECT_EQ(best_tree(scores, 3), (std::vector<std::uint32_t>{0, 1, 2}));
}

TEST(BestTree, GivesTheRootToALoneWord) {
  EXPECT_EQ(best_tree(std::vector<float>{-4, 8}, 1), std::vector<std::uint32_t>{0});
}

TEST(BestTree, IsATreeForTheLongestSentences) {
  std::mt19937 random(11);
  for (const std::size_t words : {100UL, 256UL})
    EXPECT_TRUE(is_tree(best_tree(random_scores(random, words, true), words)));
}

TEST(BestTree, IsATreeWhereScoresAreNoNumbers) {
  std::vector<float> scores(30, std::numeric_limits<float>::quiet_NaN());
  scores[7] = std::numeric_limits<float>::infinity();
  scores[21] = -std::numeric_limits<float>::infinity();
  EXPECT_TRUE(is_tree(best_tree(scores, 5)));
}

TEST(BestTree, TakesTheLowerHeadOfTwoEqualOnes) {
  const std::vector<float> scores{9, 0, 0, 0, 0, 9, 0, 0, 0, 5, 5, 0};
  EXPECT_EQ(best_tree(scores, 3), (std::vector<std::uint32_t>{0, 1, 1}));
}

}  // namespace
}  // namespace casus::syntax
