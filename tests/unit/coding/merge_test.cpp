// SPDX-License-Identifier: Apache-2.0
#include "coding/merge.h"

#include <gtest/gtest.h>

#include "../support/parsed.h"

namespace casus::coding {
namespace {

/// Two sentences with a coding on each of the words "attacked" and "attack".
class MergeMentions : public ::testing::Test {
 protected:
  MergeMentions()
      : doc(test::parsed("Rebels/NOUN/2/nsubj attacked/VERB/0/root/attack Oslo/PROPN/2/obj ./PUNCT/2/punct "
                         "The/DET/6/det attack/NOUN/7/nsubj ended/VERB/0/root/end ./PUNCT/7/punct")) {
    doc.sentences = {{{0, 4}}, {{4, 8}}};
    // `parsed` counts heads over the whole text already.
    for (const std::uint32_t head : {1u, 5u}) {
      Event event;
      event.head = TokenId{head};
      event.trigger = {head, head + 1};
      doc.events.push_back(event);
      Coding coding;
      coding.event = EventId{doc.events.size() - 1};
      coding.mentions = {coding.event};
      coding.type = "ASSAULT";
      coding.probability = 0.5F;
      doc.codings.push_back(coding);
    }
    doc.codings[0].actors = {side(0, "NOR")};
    doc.codings[0].recipients = {side(2, "SWE")};
  }
  static Side side(std::uint32_t token, std::string country) {
    Side out;
    out.head = TokenId{token};
    out.tokens = {token, token + 1};
    out.country = std::move(country);
    out.sector = "MIL";
    return out;
  }
  Document doc;
};

TEST_F(MergeMentions, JoinsANounThatPointsBack) {
  merge_mentions({}, doc);
  ASSERT_EQ(doc.codings.size(), 1u);
  EXPECT_EQ(doc.codings[0].mentions, (std::vector<EventId>{EventId{0UL}, EventId{1UL}}));
  EXPECT_EQ(doc.codings[0].event, EventId{0UL});
}

TEST_F(MergeMentions, JoinsWhatTheScorersHoldForTheSameToldAgain) {
  doc.codings[1].actors = {side(0, "NOR")};
  doc.codings[1].status = Status::kFuture;  // not the noun that points back: it is still to come
  merge_mentions({}, doc);
  EXPECT_EQ(doc.codings.size(), 2u);
  EventScore again;
  again.token = TokenId{std::size_t{5}};
  again.types = {0.1F, 0.9F};
  again.ranks = {0.2F, 0.2F, 0.6F};
  doc.event_scores = {again};
  merge_mentions({}, doc);
  ASSERT_EQ(doc.codings.size(), 1u);
  EXPECT_EQ(doc.codings[0].actors[0].country, "NOR");
}

TEST_F(MergeMentions, KeepsWhatIsDoneInReturnApartWhateverTheScorersSay) {
  doc.codings[1].actors = {side(2, "SWE")};
  doc.codings[1].recipients = {side(0, "NOR")};
  EventScore same;
  same.token = TokenId{std::size_t{5}};
  same.types = {0.1F, 0.9F};
  same.ranks = {0.2F, 0.2F, 0.6F};
  same.arcs = {{ArcKind::kSame, TokenId{1}, 0.9F, {}}};
  doc.event_scores = {same};
  merge_mentions({}, doc);
  EXPECT_EQ(doc.codings.size(), 2u);
}

TEST_F(MergeMentions, KeepsThePartyWithACountry) {
  doc.codings[1].actors = {side(5, "")};
  doc.codings[1].actors[0].sector = "UAF";
  doc.codings[1].recipients = {side(2, "SWE"), side(2, "SWE")};
  doc.codings[1].places = {PlaceId{0UL}, PlaceId{1UL}, PlaceId{2UL}};
  doc.codings[1].times = {TimeId{0UL}, TimeId{1UL}};
  merge_mentions({}, doc);
  ASSERT_EQ(doc.codings.size(), 1u);
  ASSERT_EQ(doc.codings[0].recipients.size(), 2u);  // the fuller mention
  ASSERT_EQ(doc.codings[0].actors.size(), 1u);
  EXPECT_EQ(doc.codings[0].actors[0].country, "NOR");
}

TEST_F(MergeMentions, KeepsADeedOnlyThoughtOfWithOneParty) {
  doc.codings[0].status = Status::kHypothetical;
  doc.codings[0].recipients.clear();
  doc.codings.pop_back();
  merge_mentions({}, doc);
  EXPECT_EQ(doc.codings.size(), 1u);
}

TEST_F(MergeMentions, KeepsWhatTheFullerMentionLacks) {
  doc.codings[1].quantities = {QuantityId{3UL}};
  doc.codings[1].modes = {"firearms"};
  merge_mentions({}, doc);
  ASSERT_EQ(doc.codings.size(), 1u);
  EXPECT_EQ(doc.codings[0].quantities, (std::vector<QuantityId>{QuantityId{3UL}}));
  EXPECT_EQ(doc.codings[0].modes, (std::vector<std::string>{"firearms"}));
}

TEST_F(MergeMentions, KeepsOtherStatusApart) {
  doc.codings[1].status = Status::kNegated;
  doc.codings[1].actors = {side(0, "NOR")};
  merge_mentions({}, doc);
  EXPECT_EQ(doc.codings.size(), 2u);
}

TEST_F(MergeMentions, KeepsOtherCountriesApart) {
  doc.codings[1].actors = {side(0, "FIN")};
  merge_mentions({}, doc);
  EXPECT_EQ(doc.codings.size(), 2u);
}

TEST_F(MergeMentions, KeepsOtherTypesApart) {
  doc.codings[1].type = "THREATEN";
  doc.codings[1].actors = {side(0, "NOR")};
  merge_mentions({}, doc);
  EXPECT_EQ(doc.codings.size(), 2u);
}

TEST_F(MergeMentions, DoingItTwiceChangesNothing) {
  merge_mentions({}, doc);
  const auto mentions = doc.codings.at(0).mentions;
  merge_mentions({}, doc);
  ASSERT_EQ(doc.codings.size(), 1u);
  EXPECT_EQ(doc.codings[0].mentions, mentions);
}

TEST_F(MergeMentions, DropsAnEventWithoutAnybodyAndSaysWhy) {
  doc.codings.erase(doc.codings.begin());
  merge_mentions({}, doc);
  EXPECT_TRUE(doc.codings.empty());
  ASSERT_EQ(doc.silences.size(), 1u);
  EXPECT_EQ(doc.silences[0].sentence, SentenceId{1UL});
}

}  // namespace
}  // namespace casus::coding
