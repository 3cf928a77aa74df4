// SPDX-License-Identifier: Apache-2.0
#include "entity/phrase.h"

#include <gtest/gtest.h>

#include "../support/parsed.h"

namespace casus::entity {
namespace {
std::string phrase(const Document& doc, std::size_t head) {
  const SentenceTree tree(doc, test::all_of(doc));
  return std::string(doc.words(phrase_of(doc, tree, TokenId{head})));
}

TEST(PhraseOf, HasDeterminersAndModifiersButNoPrepositionOfItsOwn) {
  const Document doc = test::parsed(
      "with/ADP/4/case the/DET/4/det old/ADJ/4/amod president/NOUN/0/root of/ADP/6/case Peru/PROPN/4/nmod");
  EXPECT_EQ(phrase(doc, 3), "the old president of Peru");
}

TEST(PhraseOf, RunsOverAnAbbreviationInBrackets) {
  const Document doc = test::parsed(
      "the/DET/2/det Ministry/PROPN/8/compound of/ADP/4/case Health/PROPN/2/nmod (/PUNCT/6/punct MOH/PROPN/8/appos "
      ")/PUNCT/6/punct spokesman/NOUN/0/root");
  EXPECT_EQ(phrase(doc, 7), "the Ministry of Health ( MOH ) spokesman");
}

TEST(PhraseOf, LeavesRelativeClausesOff) {
  const Document doc =
      test::parsed("men/NOUN/0/root of/ADP/3/case war/NOUN/1/nmod who/PRON/5/nsubj fled/VERB/1/acl:relcl");
  EXPECT_EQ(phrase(doc, 0), "men of war");
}

TEST(PhraseOf, LeavesAppositionsAndTheirCommasOff) {
  const Document doc = test::parsed(
      "Petro/PROPN/6/nsubj ,/PUNCT/4/punct the/DET/4/det leader/NOUN/1/appos ,/PUNCT/4/punct spoke/VERB/0/root");
  EXPECT_EQ(phrase(doc, 0), "Petro");
}

TEST(PhraseOf, LeavesCoordinatedPhrasesOff) {
  const Document doc = test::parsed("Bush/PROPN/4/nsubj and/CCONJ/3/cc Blair/PROPN/1/conj met/VERB/0/root");
  EXPECT_EQ(phrase(doc, 0), "Bush");
  EXPECT_EQ(phrase(doc, 2), "Blair");
}

TEST(PhraseOf, KeepsCoordinationInsideAModifier) {
  const Document doc =
      test::parsed("envoys/NOUN/0/root of/ADP/3/case Chad/PROPN/1/nmod and/CCONJ/5/cc Mali/PROPN/3/conj");
  EXPECT_EQ(phrase(doc, 0), "envoys of Chad and Mali");
}

TEST(PhraseOf, LeavesTheClauseOfAPredicateNounOff) {
  const Document doc =
      test::parsed("He/PRON/4/nsubj is/AUX/4/cop a/DET/4/det judge/NOUN/0/root here/ADV/4/advmod ./PUNCT/4/punct");
  EXPECT_EQ(phrase(doc, 3), "a judge");
}

TEST(PhraseOf, LeavesOuterQuotationMarksOff) {
  const Document doc = test::parsed("\"/PUNCT/3/punct new/ADJ/3/amod war/NOUN/0/root \"/PUNCT/3/punct");
  EXPECT_EQ(phrase(doc, 2), "new war");
}
}  // namespace
}  // namespace casus::entity
