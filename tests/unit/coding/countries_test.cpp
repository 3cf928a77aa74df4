// SPDX-License-Identifier: Apache-2.0
#include "coding/countries.h"

#include <gtest/gtest.h>

#include "../support/parsed.h"

namespace casus::coding {
namespace {

/// "Police beat students": the police may be of Peru or of Chile, by words that stand elsewhere.
struct Beaten {
  Document doc = test::parsed("Police/NOUN/2/nsubj beat/VERB/0/root students/NOUN/2/obj ./PUNCT/2/punct");
  std::vector<MentionId> mentions = std::vector<MentionId>(4);

  Beaten() {
    auto inventory = std::make_shared<Inventory>(*doc.inventory);
    inventory->sector = {"-", "COP", "EDU"};
    doc.inventory = inventory;
    Event event;
    event.head = TokenId{1};
    event.trigger = {1, 2};
    doc.events = {event};
    EventScore score;
    score.token = TokenId{1};
    score.types = {0.0F, 1.0F};
    score.arcs = {{ArcKind::kActor, TokenId{0}, 0.9F, {{{1, 0.8F}}}},
                  {ArcKind::kRecipient, TokenId{2}, 0.3F, {{{2, 0.9F}}}}};
    doc.event_scores = {score};
    doc.nations = {{TokenId{0}, "PER", 0.6F, TokenId{0}, "Peru"}, {TokenId{2}, "PER", 0.9F, TokenId{0}, "Peru"}};
    Coding coding;
    coding.event = EventId{0};
    coding.mentions = {EventId{0}};
    coding.type = "ASSAULT";
    Side police;
    police.head = TokenId{0};
    police.tokens = {0, 1};
    police.country = "PER";
    police.sector = "COP";
    coding.actors = {police};
    doc.codings = {coding};
  }

  const Coding& weighed(std::vector<CountryGuess> actor, std::vector<CountryGuess> recipient) {
    doc.side_countries = {{TokenId{1}, std::move(actor), std::move(recipient)}};
    std::vector<Tree> trees;
    trees.emplace_back(doc, test::all_of(doc), mentions);
    weigh_countries(trees, {}, doc);
    return doc.codings[0];
  }
};

const std::vector<CountryGuess> kNobody{{"", 1.0F, {}}};

TEST(WeighCountries, TakesTheCountryThatTheEventAsAWholeIsSureOf) {
  Beaten beaten;
  beaten.doc.nations[0].score = 0.1F;
  const Coding& coding = beaten.weighed({{"CHL", 0.95F, TokenId{3}}, {"PER", 0.03F, TokenId{0}}}, kNobody);
  ASSERT_EQ(coding.actors.size(), 1u);
  EXPECT_EQ(coding.actors[0].country, "CHL");
  EXPECT_EQ(coding.actors[0].sector, "COP");
  ASSERT_FALSE(coding.reasons.empty());
  EXPECT_EQ(coding.reasons[0].field, "actor");
}

TEST(WeighCountries, KeepsWhatIsAsLikely) {
  Beaten beaten;
  const Coding& coding = beaten.weighed({{"CHL", 0.5F, TokenId{3}}, {"PER", 0.4F, TokenId{0}}}, kNobody);
  EXPECT_EQ(coding.actors[0].country, "PER");
  EXPECT_TRUE(coding.reasons.empty());
}

TEST(WeighCountries, DoesNotOverruleAPartysOwnWords) {
  Beaten beaten;
  beaten.doc.mentions = {{.tokens = {0, 1}, .head = TokenId{0}}};
  beaten.mentions[0] = MentionId{0};
  beaten.doc.entity_of = {EntityId{0}};
  beaten.doc.entities.resize(1);
  beaten.doc.entities[0].country = "PER";
  beaten.doc.entities[0].by = {"demonym", 1.0F};
  beaten.doc.codings[0].actors[0].entity = EntityId{0};
  const Coding& coding = beaten.weighed({{"CHL", 0.99F, TokenId{3}}, {"PER", 0.01F, TokenId{0}}}, kNobody);
  EXPECT_EQ(coding.actors[0].country, "PER");
}

TEST(WeighCountries, DoesNotTakeANeighbourForTheStateItself) {
  Beaten beaten;
  Document& doc = beaten.doc;
  doc = test::parsed("Peru/PROPN/2/nmod:poss neighbours/NOUN/3/nsubj/neighbour beat/VERB/0/root students/NOUN/3/obj");
  doc.mentions = {{.tokens = {0, 1}, .head = TokenId{0}}};
  beaten.mentions[0] = MentionId{0};
  doc.entity_of = {EntityId{0}};
  doc.entities.resize(1);
  doc.entities[0].type = EntityType::kPlace;
  doc.entities[0].country = "PER";
  doc.events = {{.trigger = {2, 3}, .head = TokenId{2}}};
  doc.event_scores = {{.token = TokenId{2}, .arcs = {{ArcKind::kActor, TokenId{1}, 0.9F, {}}}}};
  Side neighbours;
  neighbours.head = TokenId{1};
  neighbours.tokens = {0, 2};
  neighbours.country = "PER";
  Coding coding;
  coding.event = EventId{0};
  coding.actors = {neighbours};
  doc.codings = {coding};
  doc.side_countries = {{TokenId{2}, {{"PER", 0.9F, TokenId{0}}, {"CHL", 0.05F, {}}}, kNobody}};
  std::vector<Tree> trees;
  trees.emplace_back(doc, test::all_of(doc), beaten.mentions);
  weigh_countries(trees, {.as_coded = 9.0F}, doc);
  ASSERT_EQ(doc.codings[0].actors.size(), 1u);
  EXPECT_EQ(doc.codings[0].actors[0].country, "");
  EXPECT_EQ(doc.codings[0].reasons.size(), 1u);
}

TEST(WeighCountries, FindsASideThatNoArcWasSureEnoughOf) {
  Beaten beaten;
  const Coding& coding = beaten.weighed({{"PER", 0.9F, TokenId{0}}}, {{"PER", 0.97F, TokenId{0}}});
  ASSERT_EQ(coding.recipients.size(), 1u);
  EXPECT_EQ(coding.recipients[0].head, TokenId{2});
  EXPECT_EQ(coding.recipients[0].country, "PER");
  EXPECT_EQ(coding.recipients[0].sector, "EDU");
}

TEST(WeighCountries, TakesACountryAwayWhereTheScorerIsSureOfNone) {
  Beaten beaten;
  beaten.doc.event_scores[0].arcs[0].score = 0.2F;
  const Coding& coding = beaten.weighed({{"", 0.98F, {}}, {"PER", 0.01F, TokenId{0}}}, kNobody);
  EXPECT_TRUE(coding.actors.empty());
}

TEST(WeighCountries, LeavesAllAsItIsWithoutTheScorer) {
  Beaten beaten;
  std::vector<Tree> trees;
  trees.emplace_back(beaten.doc, test::all_of(beaten.doc), beaten.mentions);
  weigh_countries(trees, {}, beaten.doc);
  EXPECT_EQ(beaten.doc.codings[0].actors[0].country, "PER");
  EXPECT_TRUE(beaten.doc.codings[0].reasons.empty());
}

}  // namespace
}  // namespace casus::coding
