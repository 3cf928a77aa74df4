// SPDX-License-Identifier: Apache-2.0
#include "record/record.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "../support/parsed.h"
#include "base/day.h"
#include "base/sha256.h"

namespace casus::record {
namespace {

const codebook::Codebook& book() {
  static const auto loaded = codebook::Codebook::load(std::filesystem::path(CASUS_SOURCE_DIR) / "data");
  EXPECT_TRUE(loaded.has_value()) << (loaded ? "" : loaded.error().message);
  return *loaded;
}

/// "Rebels killed 5 men Monday", coded.
Document coded() {
  Document doc =
      test::parsed("Rebels/NOUN/2/nsubj killed/VERB/0/root/kill 5/NUM/4/nummod men/NOUN/2/obj/man Monday/PROPN/2/obl");
  doc.times.push_back({.tokens = {4, 5},
                       .start = parse_day("2025-06-02"),
                       .end = parse_day("2025-06-02"),
                       .granularity = Granularity::kDay});
  doc.quantities.push_back({.tokens = {2, 4}, .what = "dead", .min = 5, .max = 5});
  Event event;
  event.head = TokenId{1UL};
  event.trigger = {1, 2};
  doc.events = {event, event};
  Coding coding;
  coding.event = EventId{0UL};
  coding.mentions = {EventId{0UL}};
  coding.type = "ASSAULT";
  coding.cameo = "190";
  coding.status = Status::kActual;
  Side side;
  side.head = TokenId{0UL};
  side.tokens = {0, 1};
  side.sector = "REB";
  coding.actors = {side};
  coding.times = {TimeId{0UL}};
  coding.quantities = {QuantityId{0UL}};
  coding.probability = 0.75F;
  doc.codings = {coding};
  return doc;
}

TEST(MakeRecords, TakesEveryFieldFromTheDocument) {
  const auto records = make_records(coded(), book());
  ASSERT_EQ(records.size(), 1u);
  const Record& r = records[0];
  EXPECT_EQ(r.event, "ASSAULT");
  EXPECT_EQ(r.quad, "MATERIAL CONFLICT");
  EXPECT_EQ(r.status, "actual");
  EXPECT_EQ(r.trigger.text, "killed");
  EXPECT_EQ(r.trigger.span, (Span{7, 13}));
  EXPECT_EQ(r.sentence, (Span{0, 26}));
  EXPECT_EQ(r.mentions, (std::vector<Span>{{7, 13}}));
  ASSERT_EQ(r.actor.size(), 1u);
  EXPECT_EQ(r.actor[0].words.text, "Rebels");
  EXPECT_EQ(r.date.start, "2025-06-02");
  EXPECT_EQ(r.date.basis, "text");
  ASSERT_TRUE(r.date.words);
  EXPECT_EQ(r.date.words->text, "Monday");
  ASSERT_EQ(r.magnitude.size(), 1u);
  EXPECT_EQ(r.magnitude[0].words.text, "5 men");
  EXPECT_DOUBLE_EQ(r.confidence, 0.75);
  EXPECT_TRUE(r.goldstein && *r.goldstein < 0);
}

TEST(MakeRecords, LeavesASideNoNameOfAStateThatItIsNotOf) {
  Document doc = coded();
  doc.mentions = {{.tokens = {0, 1}, .head = TokenId{0UL}}};
  doc.entity_of = {EntityId{0UL}};
  doc.entities.resize(1);
  doc.entities[0].representative = MentionId{0UL};
  doc.entities[0].country = "NLD";
  Side& side = doc.codings[0].actors[0];
  side.entity = EntityId{0UL};
  side.name = "Netherlands";
  side.country = "ZAF";
  EXPECT_EQ(make_records(doc, book())[0].actor[0].name, "");
  side.country = "NLD";
  EXPECT_EQ(make_records(doc, book())[0].actor[0].name, "Netherlands");
  side.country = "ZAF";
  doc.mentions[0].name = {0, 1};
  EXPECT_EQ(make_records(doc, book())[0].actor[0].name, "Netherlands");
}

TEST(MakeRecords, LeavesTheUnknownEmpty) {
  Document doc = coded();
  doc.codings[0].times.clear();
  const Record r = make_records(doc, book()).at(0);
  EXPECT_TRUE(r.date.start.empty());
  EXPECT_EQ(r.date.basis, "none");
  EXPECT_TRUE(r.recipient.empty());
  EXPECT_TRUE(r.attribution.empty());
  EXPECT_TRUE(r.actor[0].country.empty());
}

TEST(MakeRecords, GivesTheSameIdToTheSameTextAndAnotherToAnother) {
  Document doc = coded();
  const std::string id = make_records(doc, book()).at(0).id;
  EXPECT_EQ(id.size(), 16u);
  doc.origin.id = "elsewhere";
  EXPECT_EQ(make_records(doc, book()).at(0).id, id);
  doc.text.back() = 'Y';
  EXPECT_NE(make_records(doc, book()).at(0).id, id);
}

TEST(MakeRecords, NumbersIdsWhereSpanAndTypeCoincide) {
  Document doc = coded();
  doc.codings.push_back(doc.codings[0]);
  doc.codings[1].event = EventId{1UL};
  const auto records = make_records(doc, book());
  ASSERT_EQ(records.size(), 2u);
  EXPECT_NE(records[0].id, records[1].id);
}

TEST(MakeRecords, PrefersTheTimeThatFixesADay) {
  Document doc = coded();
  doc.times.insert(doc.times.begin(), TimeExpression{.tokens = {0, 1}, .type = TimeType::kDuration});
  doc.codings[0].times = {TimeId{0UL}, TimeId{1UL}};
  EXPECT_EQ(make_records(doc, book()).at(0).date.start, "2025-06-02");
}

TEST(MakeQuotes, NamesTheEventsInside) {
  Document doc = coded();
  doc.quotations.push_back({.span = {0, 20}});
  doc.quotations.push_back({.span = {14, 20}});
  doc.quotations.push_back({.span = {0, 20}, .is_direct = false});
  const auto records = make_records(doc, book());
  const auto quotes = make_quotes(doc, records);
  ASSERT_EQ(quotes.size(), 2u);
  EXPECT_EQ(quotes[0].events, (std::vector<std::string>{records[0].id}));
  EXPECT_TRUE(quotes[1].events.empty());
  EXPECT_FALSE(quotes[0].source);
}

TEST(MakeQuotes, LeavesFurnitureOut) {
  Document doc = coded();
  doc.quotations.push_back({.span = {0, 20}});
  doc.furniture = {{0, 26}};
  EXPECT_TRUE(make_quotes(doc, {}).empty());
}

/// The event of the word `head`, told by the mention `source`.
Record told(Document doc, TokenId head, MentionId source) {
  Event event;
  event.head = head;
  event.trigger = {head.value, head.value + 1};
  doc.events = {event};
  Attribution attribution;
  attribution.source = source;
  doc.attributions = {attribution};
  Coding coding;
  coding.event = EventId{0UL};
  coding.mentions = {EventId{0UL}};
  coding.type = "REJECT";
  coding.attributions = {AttributionId{0UL}};
  doc.codings = {coding};
  return make_records(doc, book()).at(0);
}

/// "Rebels killed …", as told by the words `source` that stand in place of the rebels.
Record told_by(std::string_view source, Nation nation, bool is_role = false) {
  Document doc = test::parsed(std::string(source) + " denied/VERB/0/root");
  const auto size = static_cast<std::uint32_t>(doc.tokens.size() - 1);
  const TokenId head{std::size_t{size} - 1};
  doc.mentions = {{.tokens = {0, size}, .head = head, .type = EntityType::kOrganization, .is_role = is_role}};
  doc.entity_of = {EntityId{0UL}};
  doc.entities.resize(1);
  doc.entities[0].representative = MentionId{0UL};
  doc.entities[0].sector = "GOV";
  nation.token = head;
  doc.nations = {nation};
  return told(std::move(doc), TokenId{std::size_t{size}}, MentionId{0UL});
}

TEST(MakeRecords, ABodyThatSpeaksHasTheCountryItGoesWithAndItsName) {
  const Record sure = told_by("its/PRON/2/nmod:poss ministry/NOUN/3/nsubj", {{}, "IND", 0.8F, {}, "India"});
  EXPECT_EQ(sure.attribution.at(0).source->country, "IND");
  EXPECT_EQ(sure.attribution.at(0).source->name, "India");
  const Record unsure = told_by("its/PRON/2/nmod:poss ministry/NOUN/3/nsubj", {{}, "IND", 0.3F, {}, "India"});
  EXPECT_EQ(unsure.attribution.at(0).source->country, "");
}

TEST(MakeRecords, OneOfManyDoesNotBearItsStatesName) {
  const Record told = told_by("a/DET/2/det ministry/NOUN/3/nsubj", {{}, "IND", 0.8F, {}, "India"});
  EXPECT_EQ(told.attribution.at(0).source->country, "IND");
  EXPECT_EQ(told.attribution.at(0).source->name, "");
}

TEST(MakeRecords, AMinisterDoesNotBearHisStatesName) {
  const Record told = told_by("the/DET/2/det minister/NOUN/3/nsubj", {{}, "IND", 0.8F, {}, "India", {}}, true);
  EXPECT_EQ(told.attribution.at(0).source->country, "IND");
  EXPECT_EQ(told.attribution.at(0).source->name, "");
}

/// "he" of the words `who`, to whom the dictionaries gave the name of their state.
Record told_by_him(std::string_view who, EntityType type, std::string_view name) {
  Document doc = test::parsed(std::string(who) + "/NOUN/2/nsubj came/VERB/0/root he/PRON/4/nsubj denied/VERB/2/conj");
  doc.mentions = {{.tokens = {0, 1}, .head = TokenId{0UL}, .type = type, .is_role = true},
                  {.tokens = {2, 3}, .head = TokenId{2UL}, .is_pronoun = true}};
  if (name == who) doc.mentions[0].name = {0, 1};
  doc.entity_of = {EntityId{0UL}, EntityId{0UL}};
  doc.entities.resize(1);
  doc.entities[0].representative = MentionId{0UL};
  doc.entities[0].name = name;
  return told(std::move(doc), TokenId{3UL}, MentionId{1UL});
}

TEST(MakeRecords, HeIsToldByHisDescriptionNotByHisState) {
  EXPECT_EQ(told_by_him("envoys", EntityType::kPlace, "India").attribution.at(0).source->name, "envoys");
  EXPECT_EQ(told_by_him("Petro", EntityType::kPerson, "Petro").attribution.at(0).source->name, "Petro");
}

TEST(MakeRecords, ADescriptionOfWhatIsNamedElsewhereBearsTheName) {
  for (const auto& [type, name] : {std::pair{EntityType::kOrganization, "Reuters"}, {EntityType::kNationality, ""}}) {
    Document doc = test::parsed("Reuters/PROPN/2/nsubj came/VERB/0/root agents/NOUN/4/nsubj denied/VERB/2/conj");
    doc.mentions = {{.tokens = {0, 1}, .head = TokenId{0UL}, .type = type, .is_name = true, .name = {0, 1}},
                    {.tokens = {2, 3}, .head = TokenId{2UL}, .is_role = true}};
    doc.entity_of = {EntityId{0UL}, EntityId{0UL}};
    doc.entities.resize(1);
    doc.entities[0].representative = MentionId{0UL};
    doc.entities[0].name = "Reuters";
    EXPECT_EQ(told(std::move(doc), TokenId{3UL}, MentionId{1UL}).attribution.at(0).source->name, name);
  }
}

TEST(MakeQuotes, ADescribedSpeakerIsTold) {
  Document doc = test::parsed("The/DET/2/det coach/NOUN/3/nsubj spoke/VERB/0/root");
  doc.mentions = {{.tokens = {0, 2}, .head = TokenId{1UL}, .type = EntityType::kPerson}};
  doc.entity_of = {EntityId{0UL}};
  doc.entities.resize(1);
  Quotation quotation;
  quotation.is_direct = true;
  quotation.span = {10, 15};
  quotation.source = MentionId{0UL};
  doc.quotations = {quotation};
  const auto quotes = make_quotes(doc, {});
  ASSERT_EQ(quotes.size(), 1u);
  ASSERT_TRUE(quotes[0].source.has_value());
  EXPECT_EQ(quotes[0].source->words.text, "The coach");
  EXPECT_EQ(quotes[0].source->name, "");
}

TEST(PartyOf, APronounThatNothingElseTellsHasNoName) {
  Document doc = test::parsed("she/PRON/2/nsubj spoke/VERB/0/root");
  doc.mentions = {{.tokens = {0, 1}, .head = TokenId{0UL}, .is_pronoun = true}};
  doc.entities.resize(1);
  doc.entities[0].representative = MentionId{0UL};
  doc.entity_of = {EntityId{0UL}};
  EXPECT_EQ(party_of(doc, MentionId{0UL}, {}).name, "");
}

TEST(PartyOf, TellsAPronounByTheFullestWords) {
  Document doc = test::parsed("Petro/PROPN/2/nsubj spoke/VERB/0/root he/PRON/2/dep");
  doc.mentions = {{.tokens = {0, 1}, .head = TokenId{0UL}, .is_name = true},
                  {.tokens = {2, 3}, .head = TokenId{2UL}, .is_pronoun = true}};
  doc.entities.resize(1);
  doc.entities[0].representative = MentionId{0UL};
  doc.entity_of = {EntityId{0UL}, EntityId{0UL}};
  const Party party = party_of(doc, MentionId{1UL}, {});
  EXPECT_EQ(party.words.text, "he");
  EXPECT_EQ(party.name, "Petro");
}

}  // namespace
}  // namespace casus::record
