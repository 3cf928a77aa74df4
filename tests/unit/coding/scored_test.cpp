// SPDX-License-Identifier: Apache-2.0
#include "coding/scored.h"

#include <gtest/gtest.h>

#include <array>
#include <memory>

#include "../support/parsed.h"

namespace casus::coding {
namespace {

/// "Police" and "students" of the sentence are its parties; the inventory knows two types and two sectors.
Document told() {
  Document doc = test::parsed("Police/NOUN/2/nsubj beat/VERB/0/root students/NOUN/2/obj ./PUNCT/2/punct");
  auto inventory = std::make_shared<Inventory>(*doc.inventory);
  inventory->event = {"O", "ASSAULT", "COERCE"};
  inventory->sector = {"-", "COP", "EDU"};
  doc.inventory = inventory;
  return doc;
}

EventScore score(float none, float assault, float coerce) {
  EventScore out;
  out.token = TokenId{1};
  out.types = {none, assault, coerce};
  out.ranks = {1.0F, 0.0F, 0.0F};
  out.statuses = {0.9F, 0.02F, 0.04F, 0.02F, 0.02F};
  return out;
}

TEST(Judge, TakesTheTypeThatTheScorersAreSureOf) {
  const Document doc = told();
  const EventScore sure = score(0.05F, 0.9F, 0.05F);
  EXPECT_EQ(judge(doc, &sure, "", 0.65, {}).type, "ASSAULT");
}

TEST(Judge, HoldsAWordForNoEventWhereTheScorersAreSureOfThatAgainstTheCodebook) {
  const Document doc = told();
  const EventScore none = score(0.99F, 0.005F, 0.005F);
  EXPECT_EQ(judge(doc, &none, "ASSAULT", 0.65, {}).type, "");
}

TEST(Judge, LetsTheCodebookTurnADoubtfulScore) {
  const Document doc = told();
  const EventScore doubtful = score(0.6F, 0.2F, 0.2F);
  EXPECT_EQ(judge(doc, &doubtful, "", 0.65, {}).type, "");
  EXPECT_EQ(judge(doc, &doubtful, "COERCE", 0.9, {}).type, "COERCE");
}

TEST(Judge, LeavesATypeThatTheModelDoesNotKnowToTheCodebook) {
  const Document doc = told();
  const EventScore none = score(0.99F, 0.005F, 0.005F);
  EXPECT_EQ(judge(doc, &none, "POACHING", 0.65, {}).type, "POACHING");
}

StatusVerdict status(std::array<float, 5> statuses, std::string_view type = "ASSAULT") {
  EventScore scored = score(0.0F, 1.0F, 0.0F);
  scored.statuses = statuses;
  return judge_status(told(), scored, type, Status::kFuture);
}

TEST(JudgeStatus, HoldsForHappenedOnlyWhatIsTwiceAsLikely) {
  EXPECT_EQ(status({0.6F, 0.0F, 0.0F, 0.4F, 0.0F}).status, Status::kNegated);
  EXPECT_EQ(status({0.7F, 0.0F, 0.0F, 0.3F, 0.0F}).status, Status::kActual);
}

TEST(JudgeStatus, LeavesATypeThatTheModelDoesNotKnowToTheRules) {
  const StatusVerdict verdict = status({0.0F, 0.0F, 0.0F, 0.1F, 0.9F}, "POACHING");
  EXPECT_EQ(verdict.status, Status::kFuture);
  EXPECT_FALSE(verdict.is_historical);
  EXPECT_FALSE(verdict.by_scorers);
}

TEST(JudgeStatus, TellsWhatIsLongPast) {
  const StatusVerdict verdict = status({0.1F, 0.0F, 0.0F, 0.0F, 0.9F});
  EXPECT_EQ(verdict.status, Status::kActual);
  EXPECT_TRUE(verdict.is_historical);
  EXPECT_TRUE(verdict.by_scorers);
}

/// The sides of an ASSAULT with these arcs.
Coding assault(Document& doc, const EventScore& scored, std::vector<MentionId> mentions = {}) {
  mentions.resize(doc.tokens.size());
  std::vector<Tree> trees;
  trees.emplace_back(doc, test::all_of(doc), mentions);
  Coding coding;
  coding.type = "ASSAULT";
  fill_scored_sides(trees, scored, {}, coding);
  return coding;
}

TEST(FillScoredSides, MakesThePartiesOfTheArcsWithTheirGuessedSectors) {
  Document doc = told();
  EventScore scored = score(0.0F, 1.0F, 0.0F);
  scored.arcs = {{ArcKind::kActor, TokenId{0}, 0.9F, {{{1, 0.8F}}}},
                 {ArcKind::kRecipient, TokenId{2}, 0.8F, {{{2, 0.9F}}}}};
  const Coding coding = assault(doc, scored);
  ASSERT_EQ(coding.actors.size(), 1U);
  EXPECT_EQ(coding.actors[0].head, TokenId{0});
  EXPECT_EQ(coding.actors[0].sector, "COP");
  ASSERT_EQ(coding.recipients.size(), 1U);
  EXPECT_EQ(coding.recipients[0].sector, "EDU");
}

TEST(FillScoredSides, LeavesTheSectorThatTheDictionariesKnow) {
  Document doc = told();
  doc.mentions = {{.tokens = {0, 1}, .head = TokenId{0}}};
  doc.entity_of = {EntityId{0}};
  doc.entities.resize(1);
  doc.entities[0].sector = "REB";
  EventScore scored = score(0.0F, 1.0F, 0.0F);
  scored.arcs = {{ArcKind::kActor, TokenId{0}, 0.9F, {{{1, 0.8F}}}}};
  const auto sector_by = [&](const char* by) {
    doc.entities[0].by = {by, 1.0F};
    return assault(doc, scored, {MentionId{0}, {}, {}, {}}).actors.at(0).sector;
  };
  EXPECT_EQ(sector_by("dictionary"), "REB");
  EXPECT_EQ(sector_by("role"), "COP");
}

TEST(FillScoredSides, LetsTheEuropeanUnionActAsAGovernment) {
  Document doc = told();
  doc.mentions = {{.tokens = {2, 3}, .head = TokenId{2}}};
  doc.entity_of = {EntityId{0}};
  doc.entities.resize(1);
  doc.entities[0].type = EntityType::kOrganization;
  doc.entities[0].by = {"dictionary", 1.0F};
  EventScore scored = score(0.0F, 1.0F, 0.0F);
  scored.arcs = {{ArcKind::kRecipient, TokenId{2}, 0.9F, {}}};
  const auto sector_of = [&](const char* country) {
    doc.entities[0].country = country;
    return assault(doc, scored, {{}, {}, MentionId{0}}).recipients.at(0).sector;
  };
  EXPECT_EQ(sector_of("EUR"), "GOV");
  EXPECT_EQ(sector_of("FRA"), "GOV");
  EXPECT_EQ(sector_of("UNO"), "");
}

TEST(FillScoredSides, TakesTheWholeOfANameForAnyWordOfIt) {
  Document doc = test::parsed(
      "Police/NOUN/2/nsubj beat/VERB/0/root Archbishop/PROPN/4/nmod:desc Desmond/PROPN/2/obj Tutu/PROPN/4/flat");
  EventScore scored = score(0.0F, 1.0F, 0.0F);
  scored.arcs = {{ArcKind::kRecipient, TokenId{4}, 0.9F, {}}};
  const auto words = [&] { return doc.words(assault(doc, scored).recipients.at(0).tokens); };
  EXPECT_EQ(words(), "Archbishop Desmond Tutu");
  doc.arcs[4] = doc.arcs[3];  // the tree errs, the name is known
  EXPECT_EQ(words(), "Tutu");
  doc.mentions = {{.tokens = {3, 5}, .head = TokenId{4}, .name = {3, 5}}};
  EXPECT_EQ(words(), "Desmond Tutu");
}

TEST(FillScoredSides, TakesEachOfAListAndNoneOfAPhrase) {
  Document doc = test::parsed(
      "Police/NOUN/4/nsubj and/CCONJ/3/cc soldiers/NOUN/1/conj beat/VERB/0/root students/NOUN/4/obj of/ADP/7/case "
      "law/NOUN/5/nmod");
  EventScore scored = score(0.0F, 1.0F, 0.0F);
  scored.token = TokenId{3};
  scored.arcs = {{ArcKind::kActor, TokenId{0}, 0.9F, {}},
                 {ArcKind::kActor, TokenId{2}, 0.8F, {}},
                 {ArcKind::kRecipient, TokenId{4}, 0.9F, {}},
                 {ArcKind::kRecipient, TokenId{6}, 0.8F, {}}};
  const Coding coding = assault(doc, scored);
  ASSERT_EQ(coding.actors.size(), 2U);
  EXPECT_EQ(coding.actors[1].head, TokenId{2});
  ASSERT_EQ(coding.recipients.size(), 1U);
  EXPECT_EQ(coding.recipients[0].head, TokenId{4});
}

TEST(FillScoredSides, TakesThePhraseForAWordBelowItOfASurerArc) {
  Document doc =
      test::parsed("Police/NOUN/4/nsubj of/ADP/3/case towns/NOUN/1/nmod beat/VERB/0/root students/NOUN/4/obj");
  EventScore scored = score(0.0F, 1.0F, 0.0F);
  scored.token = TokenId{3};
  scored.arcs = {{ArcKind::kActor, TokenId{0}, 0.8F, {}}, {ArcKind::kActor, TokenId{2}, 0.9F, {}}};
  const Coding coding = assault(doc, scored);
  ASSERT_EQ(coding.actors.size(), 1U);
  EXPECT_EQ(coding.actors[0].head, TokenId{0});
}

TEST(FillScoredSides, LeavesANamedSideWithoutArcsAsItWas) {
  Document doc = told();
  doc.entities.resize(1);
  doc.entities[0].name = "Kenya Police";
  const EventScore scored = score(0.0F, 1.0F, 0.0F);
  const std::vector<MentionId> mentions(doc.tokens.size());
  std::vector<Tree> trees;
  trees.emplace_back(doc, test::all_of(doc), mentions);
  Coding coding;
  coding.actors.resize(1);
  coding.actors[0].country = "KEN";
  coding.actors[0].entity = EntityId{0};
  fill_scored_sides(trees, scored, {}, coding);
  ASSERT_EQ(coding.actors.size(), 1U);
  EXPECT_EQ(coding.actors[0].country, "KEN");
}

TEST(FillScoredSides, DropsAThingOfTheCodebookThatNoArcPointsToAndNoNameStandsIn) {
  Document doc = told();
  doc.mentions = {{.tokens = {2, 3}, .head = TokenId{2}}};
  doc.entity_of = {EntityId{0}};
  doc.entities.resize(1);
  const std::vector<MentionId> mentions{{}, {}, MentionId{0}, {}};
  EventScore scored = score(0.0F, 1.0F, 0.0F);
  const auto recipients = [&] {
    std::vector<Tree> trees;
    trees.emplace_back(doc, test::all_of(doc), mentions);
    Coding coding;
    coding.type = "ASSAULT";
    coding.by_codebook = true;
    coding.recipients.resize(1);
    coding.recipients[0].head = TokenId{2};
    coding.recipients[0].tokens = {2, 3};
    coding.recipients[0].country = "KEN";
    fill_scored_sides(trees, scored, {}, coding);
    return coding.recipients.size();
  };
  EXPECT_EQ(recipients(), 0U);
  doc.entities[0].country = "KEN";
  doc.entities[0].type = EntityType::kNationality;
  EXPECT_EQ(recipients(), 1U);  // its words name the state
  doc.entities[0].type = EntityType::kObject;
  EXPECT_EQ(recipients(), 0U);
  scored.arcs = {{ArcKind::kRecipient, TokenId{2}, 0.35F, {}}};
  EXPECT_EQ(recipients(), 1U);
}

TEST(KeepOnOneSide, GoesByTheSurerArcOfTheSameWords) {
  EventScore scored = score(0.0F, 1.0F, 0.0F);
  scored.arcs = {{ArcKind::kActor, TokenId{0}, 0.3F, {}}, {ArcKind::kRecipient, TokenId{0}, 0.8F, {}}};
  Coding coding;
  coding.actors.resize(1);
  coding.actors[0].head = TokenId{0};
  coding.recipients = coding.actors;
  keep_on_one_side(scored, coding);
  EXPECT_TRUE(coding.actors.empty());
  EXPECT_EQ(coding.recipients.size(), 1U);
}

TEST(KeepOnOneSide, IsTheDoersWhereOnePartyIsToldInOtherWords) {
  Coding coding;
  coding.actors.resize(1);
  coding.actors[0].head = TokenId{0};
  coding.actors[0].entity = EntityId{0UL};
  coding.recipients = coding.actors;
  coding.recipients[0].head = TokenId{2};
  keep_on_one_side(score(0.0F, 1.0F, 0.0F), coding);
  EXPECT_EQ(coding.actors.size(), 1U);
  EXPECT_TRUE(coding.recipients.empty());
}

TEST(FillScoredContexts, NeedsLessWhereWordsSpeakForAContextAndLeavesUnknownOnes) {
  Document doc = told();
  auto inventory = std::make_shared<Inventory>(*doc.inventory);
  inventory->context = {"military", "legal", "health"};
  doc.inventory = inventory;
  EventScore scored = score(0.0F, 1.0F, 0.0F);
  scored.contexts = {{0, 0.2F}, {1, 0.2F}, {2, 0.9F}};
  Coding coding;
  coding.contexts = {"military", "poaching"};
  fill_scored_contexts(doc, scored, coding);
  EXPECT_EQ(coding.contexts, (std::vector<std::string>{"poaching", "military", "health"}));
}

}  // namespace
}  // namespace casus::coding
