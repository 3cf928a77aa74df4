// SPDX-License-Identifier: Apache-2.0
#include "document/tree.h"

#include <gtest/gtest.h>

#include "../support/parsed.h"

namespace casus {
namespace {

struct Parsed {
  explicit Parsed(std::string_view words)
      : doc(test::parsed(words)), mention_of(mentions_by_head(doc)), tree(doc, test::all_of(doc), mention_of) {}
  std::string words(TokenRange range) const { return std::string(doc.words(range)); }
  Document doc;
  std::vector<MentionId> mention_of;
  Tree tree;
};

TEST(Tree, LooksPastSubtypesUnlessOneIsNamed) {
  const Parsed p("He/PRON/3/nsubj:pass was/AUX/3/aux:pass held/VERB/0/root");
  EXPECT_TRUE(p.tree.is(TokenId{0UL}, "nsubj"));
  EXPECT_TRUE(p.tree.is(TokenId{0UL}, "nsubj:pass"));
  EXPECT_FALSE(p.tree.is(TokenId{0UL}, "nsubj:outer"));
  EXPECT_EQ(p.tree.dependent(TokenId{2UL}, "aux"), TokenId{1UL});
  EXPECT_FALSE(p.tree.dependent(TokenId{2UL}, "obj").exists());
}

TEST(Tree, KnowsPassiveClauses) {
  EXPECT_TRUE(Parsed("He/PRON/3/nsubj:pass was/AUX/3/aux:pass held/VERB/0/root").tree.is_passive(TokenId{2UL}));
  EXPECT_FALSE(Parsed("He/PRON/3/nsubj has/AUX/3/aux left/VERB/0/root").tree.is_passive(TokenId{2UL}));
}

TEST(Tree, ReadsPrepositionsOfSeveralWordsButNoPossessive) {
  const Parsed p("because/ADP/3/case of/ADP/1/fixed rain/NOUN/0/root");
  EXPECT_EQ(p.tree.preposition(TokenId{2UL}), "because of");
  const Parsed q("Kenya/PROPN/3/nmod:poss 's/PART/1/case army/NOUN/0/root");
  EXPECT_EQ(q.tree.preposition(TokenId{0UL}), "");
}

TEST(Tree, FindsTheCoordination) {
  const Parsed p("France/PROPN/4/nsubj and/CCONJ/3/cc Chad/PROPN/1/conj met/VERB/0/root");
  EXPECT_EQ(p.tree.conjuncts(TokenId{0UL}), (std::vector<TokenId>{TokenId{0UL}, TokenId{2UL}}));
  EXPECT_EQ(p.tree.first_conjunct(TokenId{2UL}), TokenId{0UL});
}

TEST(Tree, LeavesRelativeClausesAndCoordinationOutOfAPhrase) {
  const Parsed p(
      "the/DET/2/det soldiers/NOUN/0/root who/PRON/4/nsubj fled/VERB/2/acl:relcl and/CCONJ/6/cc rebels/NOUN/2/conj");
  EXPECT_EQ(p.words(p.tree.phrase(TokenId{1UL})), "the soldiers");
}

TEST(Tree, KeepsPrepositionalPhrasesInside) {
  const Parsed p("minister/NOUN/0/root of/ADP/3/case defence/NOUN/1/nmod");
  EXPECT_EQ(p.words(p.tree.phrase(TokenId{0UL})), "minister of defence");
}

TEST(Document, FindsTheLongestMentionOfAHead) {
  Document doc = test::parsed("the/DET/3/det old/ADJ/3/amod army/NOUN/0/root");
  doc.mentions = {{.tokens = {0, 3}, .head = TokenId{2UL}}, {.tokens = {2, 3}, .head = TokenId{2UL}}};
  EXPECT_EQ(doc.mention_at(TokenId{2UL}), MentionId{0UL});
  EXPECT_EQ(mentions_by_head(doc)[2], MentionId{0UL});
  EXPECT_FALSE(doc.mention_at(TokenId{0UL}).exists());
}

TEST(Document, KeepsAWarningApartFromAFailure) {
  Document doc;
  doc.warn("ingest", {ErrorCode::kBadInput, "repaired", {}});
  EXPECT_FALSE(doc.has_failed());
  doc.fail("segment", {ErrorCode::kLimit, "too long", {}});
  EXPECT_TRUE(doc.has_failed());
}

}  // namespace
}  // namespace casus
