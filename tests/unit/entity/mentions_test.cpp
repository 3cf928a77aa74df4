// SPDX-License-Identifier: Apache-2.0
#include "entity/mentions.h"

#include <gtest/gtest.h>

#include "../support/parsed.h"

namespace casus::entity {
namespace {
std::vector<Mention> mentions(const Document& doc, std::vector<NameFound> names, std::vector<HeadFound> heads) {
  heads.resize(doc.tokens.size());
  return mentions_of(doc, SentenceTree(doc, test::all_of(doc)), names, heads);
}
const HeadFound kPerson{EntityType::kPerson, 0.8F};
const HeadFound kNone{};

TEST(MentionsOf, JoinsANameWithThePhraseItHeads) {
  const Document doc = test::parsed("President/PROPN/2/nmod:desc Gustavo/PROPN/0/root Petro/PROPN/2/flat");
  const auto found = mentions(doc, {{{1, 3}, EntityType::kPerson, 0.9F}}, {kNone, kPerson});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].tokens, (TokenRange{0, 3}));
  EXPECT_EQ(found[0].name, (TokenRange{1, 3}));
  EXPECT_TRUE(found[0].is_name);
}

TEST(MentionsOf, KeepsANameInsideALongerPhraseApart) {
  const Document doc = test::parsed("the/DET/3/det Oslo/PROPN/3/compound talks/NOUN/0/root");
  const auto found = mentions(doc, {{{1, 2}, EntityType::kPlace, 0.9F}}, {kNone, kNone, {EntityType::kEvent, 0.7F}});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].tokens, (TokenRange{0, 3}));
  EXPECT_FALSE(found[0].is_name);
  EXPECT_EQ(found[1].tokens, (TokenRange{1, 2}));
  EXPECT_EQ(found[1].type, EntityType::kPlace);
}

TEST(MentionsOf, FindsNoPlaceInsideTheNameOfAPlace) {
  const Document doc = test::parsed("Papua/PROPN/0/root New/ADJ/3/amod/New Guinea/PROPN/1/flat");
  const HeadFound place{EntityType::kPlace, 0.8F};
  const auto found = mentions(doc, {{{0, 3}, EntityType::kPlace, 0.9F}}, {place, kNone, place});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].tokens, (TokenRange{0, 3}));
}

TEST(MentionsOf, TakesTheAdjectiveOfANationAsOneOfItsOwn) {
  const Document doc = test::parsed("Colombian/ADJ/2/amod/Colombian police/NOUN/0/root");
  const auto found = mentions(doc, {}, {kNone, {EntityType::kOrganization, 0.9F}});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[1].head, TokenId{0UL});
  EXPECT_EQ(found[1].type, EntityType::kNationality);
}

TEST(MentionsOf, LeavesAnOrdinaryAdjectiveInCapitalsAlone) {
  const Document doc = test::parsed("Deadly/ADJ/2/amod/deadly Attack/NOUN/0/root");
  EXPECT_TRUE(mentions(doc, {}, {}).empty());
}

TEST(MentionsOf, KnowsPronouns) {
  const Document doc = test::parsed("He/PRON/2/nsubj left/VERB/0/root");
  const auto found = mentions(doc, {}, {kPerson});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].is_pronoun);
  EXPECT_FALSE(found[0].is_name);
}
}  // namespace
}  // namespace casus::entity
