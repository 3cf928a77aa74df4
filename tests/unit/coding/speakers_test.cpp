// SPDX-License-Identifier: Apache-2.0
#include "coding/speakers.h"

#include <gtest/gtest.h>

#include "../support/parsed.h"

namespace casus::coding {
namespace {

/// "Radio reported shelling , citing scouts": both speakers are told of the same words.
struct Cited {
  Document doc = test::parsed(
      "Radio/PROPN/2/nsubj reported/VERB/0/root shelling/NOUN/2/obj ,/PUNCT/5/punct citing/VERB/2/advcl "
      "scouts/NOUN/5/obj");
  std::vector<MentionId> mentions = std::vector<MentionId>(6);
  Event event;

  Cited() {
    event.head = TokenId{2};
    event.trigger = {2, 3};
    doc.events = {event};
    const Span content = doc.span_of({2, 3});
    Attribution scouts, radio;
    scouts.source_tokens = {5, 6};
    radio.source_tokens = {0, 1};
    scouts.content = radio.content = content;
    scouts.by = {"event.arc_scorer", 0.8F};
    radio.by = {"attribution.report", 1.0F};
    doc.attributions = {scouts, radio};
    auto inventory = std::make_shared<Inventory>(*doc.inventory);
    inventory->event = {"O", "ASSAULT"};
    doc.inventory = inventory;
  }

  std::vector<std::size_t> chain(float scouts, float radio, const std::string& type = "ASSAULT") {
    EventScore score;
    score.token = TokenId{2};
    score.arcs = {{ArcKind::kSource, TokenId{0}, radio, {}}, {ArcKind::kSource, TokenId{5}, scouts, {}}};
    doc.event_scores = {score};
    Coding coding;
    coding.type = type;
    const Tree tree(doc, test::all_of(doc), mentions);
    fill_speakers(tree, event, coding);
    std::vector<std::size_t> out;
    for (const AttributionId id : coding.attributions) out.push_back(id.index());
    return out;
  }
};

TEST(FillSpeakers, PutsTheSourceThatTheScorersHoldForInnermostLast) {
  EXPECT_EQ(Cited().chain(0.9F, 0.1F), (std::vector<std::size_t>{1, 0}));
  EXPECT_EQ(Cited().chain(0.6F, 0.9F), (std::vector<std::size_t>{0, 1}));
}

TEST(FillSpeakers, LeavesOutASourceThatNeitherRuleNorScorerSees) {
  EXPECT_EQ(Cited().chain(0.3F, 0.1F), (std::vector<std::size_t>{1}));
}

TEST(FillSpeakers, LeavesTheEventToThePublisherWhereTheScorersSeeNoSource) {
  EXPECT_TRUE(Cited().chain(0.05F, 0.1F).empty());
  Cited quoted;
  quoted.doc.attributions[1].kind = AttributionKind::kDirect;
  EXPECT_EQ(quoted.chain(0.05F, 0.1F), (std::vector<std::size_t>{1}));
}

TEST(FillSpeakers, LeavesTheSourceOfATypeThatTheModelDoesNotKnow) {
  EXPECT_EQ(Cited().chain(0.05F, 0.1F, "BORDER"), (std::vector<std::size_t>{1}));
}

/// Three words of Haavisto of Finland, then three that are told to be hers.
struct Quoted {
  Document doc;
  Coding coding;

  Quoted(const std::string& words, std::uint32_t trigger, std::vector<Side> actors) {
    doc = test::parsed("Haavisto/PROPN/2/nsubj spoke/VERB/0/root ./PUNCT/2/punct " + words);
    doc.sentences = {{{0, 3}}, {{3, 6}}};
    Mention speaker;
    speaker.tokens = {0, 1};
    speaker.head = TokenId{0};
    doc.mentions = {speaker};
    doc.entity_of = {EntityId{0UL}};
    doc.entities.resize(1);
    doc.entities[0].country = "FIN";
    Attribution attribution;
    attribution.source = MentionId{0UL};
    attribution.content = doc.span_of({3, 6});
    attribution.by = {"attribution.quote", 1.0F};
    doc.attributions = {attribution};
    std::vector<MentionId> mentions(6);
    mentions[0] = MentionId{0UL};
    Event event;
    event.head = TokenId{trigger};
    event.trigger = {trigger, trigger + 1};
    coding.type = "REQUEST";
    coding.actors = std::move(actors);
    fill_speakers(Tree(doc, {3, 6}, mentions), event, coding);
  }
};

TEST(FillSpeakers, GivesASpokenActToASpeakerOfAnotherSentence) {
  const Quoted quoted("They/PRON/6/nsubj must/AUX/6/aux leave/VERB/0/root", 4, {});
  ASSERT_EQ(quoted.coding.actors.size(), 1U);
  EXPECT_EQ(quoted.coding.actors[0].country, "FIN");
  EXPECT_TRUE(quoted.coding.attributions.empty());
}

TEST(FillSpeakers, TakesWeForTheSpeakerAndLeavesWhatIsKnownOfThem) {
  Side we;
  we.head = TokenId{3};
  we.tokens = {3, 4};
  we.country = "SWE";
  we.sector = "MED";
  const Quoted quoted("We/PRON/5/nsubj appeal/VERB/0/root ./PUNCT/5/punct", 4, {we});
  ASSERT_EQ(quoted.coding.actors.size(), 1U);
  EXPECT_EQ(quoted.coding.actors[0].country, "FIN");
  EXPECT_EQ(quoted.coding.actors[0].sector, "MED");
  EXPECT_TRUE(quoted.coding.attributions.empty());
}

}  // namespace
}  // namespace casus::coding
