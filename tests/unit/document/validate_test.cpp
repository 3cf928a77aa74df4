// SPDX-License-Identifier: Apache-2.0
#include "document/validate.h"

#include <gtest/gtest.h>

#include <functional>

#include "../support/parsed.h"

namespace casus {
namespace {

/// A document in which every layer holds something, and all of it holds.
Document whole() {
  Document doc =
      test::parsed("Petro/PROPN/2/nsubj met/VERB/0/root five/NUM/4/nummod envoys/NOUN/2/obj there/ADV/2/advmod");
  doc.mentions = {{.tokens = {0, 1}, .head = TokenId{0UL}}, {.tokens = {2, 4}, .head = TokenId{3UL}}};
  doc.entities.resize(1);
  doc.entity_of = {EntityId{0UL}, EntityId{}};
  doc.places.push_back({.tokens = {4, 5}});
  doc.quantities.push_back({.tokens = {2, 4}});
  doc.predicates = {{.token = TokenId{1UL}, .roleset = "meet.03"}};
  doc.arguments = {{.predicate = PredicateId{0UL}, .head = TokenId{0UL}, .span = {0, 1}}};
  doc.attributions.push_back({.source = MentionId{0UL}, .content = {0, 5}});
  Event event;
  event.trigger = {1, 2};
  event.head = TokenId{1UL};
  event.participants = {{.head = TokenId{3UL}, .tokens = {2, 4}}};
  doc.events = {event};
  Coding coding;
  coding.event = EventId{0UL};
  coding.type = "CONSULT";
  coding.attributions = {AttributionId{0UL}};
  doc.codings = {coding};
  for (const Layer layer : {Layer::kMentions, Layer::kEntities, Layer::kPlaces, Layer::kQuantities, Layer::kRoles,
                            Layer::kQuotations, Layer::kAttributions, Layer::kEvents, Layer::kCodings})
    doc.mark(layer);
  return doc;
}

TEST(Validate, AcceptsAWholeDocument) {
  const auto valid = validate(whole());
  EXPECT_TRUE(valid.has_value()) << valid.error().message;
}

TEST(Validate, AcceptsAnEmptyDocument) {
  EXPECT_TRUE(validate(Document{}).has_value());
}

struct Damage {
  const char* name;
  const char* layer;  ///< that the message names
  std::function<void(Document&)> done;
};

class ValidateDamage : public ::testing::TestWithParam<Damage> {};

TEST_P(ValidateDamage, IsNamedByItsLayer) {
  Document doc = whole();
  GetParam().done(doc);
  const auto valid = validate(doc);
  ASSERT_FALSE(valid.has_value());
  EXPECT_EQ(valid.error().code, ErrorCode::kInternal);
  EXPECT_TRUE(valid.error().message.starts_with(GetParam().layer)) << valid.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Each, ValidateDamage,
    ::testing::Values(
        Damage{"text_no_utf8", "text", [](Document& doc) { doc.text[0] = '\xFF'; }},
        Damage{"alignment_past_raw", "alignment", [](Document& doc) { doc.raw.pop_back(); }},
        Damage{"alignment_back", "alignment", [](Document& doc) { doc.alignment.add({2, 4}, {2, 4}); }},
        Damage{"furniture_outside", "furniture", [](Document& doc) { doc.furniture = {{0, 500}}; }},
        Damage{"token_outside", "tokens", [](Document& doc) { doc.tokens.back().span.end = 500; }},
        Damage{"token_empty", "tokens", [](Document& doc) { doc.tokens[1].span.end = doc.tokens[1].span.begin; }},
        Damage{"token_overlap", "tokens", [](Document& doc) { doc.tokens[1].span.begin = 1; }},
        Damage{"sentence_gap", "sentences", [](Document& doc) { doc.sentences = {{{1, 5}}}; }},
        Damage{"sentence_short", "sentences", [](Document& doc) { doc.sentences = {{{0, 4}}}; }},
        Damage{"arcs_too_few", "arcs", [](Document& doc) { doc.arcs.pop_back(); }},
        Damage{"arc_outside", "arcs", [](Document& doc) { doc.arcs[0].head = TokenId{9UL}; }},
        Damage{"arc_relation", "arcs", [](Document& doc) { doc.arcs[0].deprel = 99; }},
        Damage{"two_roots", "sentences", [](Document& doc) { doc.arcs[0].head = {}; }},
        Damage{"cycle", "arcs", [](Document& doc) { doc.arcs[3].head = TokenId{2UL}; }},
        Damage{"mention_head", "mentions", [](Document& doc) { doc.mentions[0].head = TokenId{3UL}; }},
        Damage{"mention_outside", "mentions", [](Document& doc) { doc.mentions[1].tokens = {2, 40}; }},
        Damage{"entity_of_short", "entity_of", [](Document& doc) { doc.entity_of.pop_back(); }},
        Damage{"entity_of_nowhere", "entity_of", [](Document& doc) { doc.entity_of[0] = EntityId{5UL}; }},
        Damage{"place_outside", "places", [](Document& doc) { doc.places[0].tokens = {4, 9}; }},
        Damage{"quantity_outside", "quantities", [](Document& doc) { doc.quantities[0].tokens = {5, 2}; }},
        Damage{"predicate_twice", "predicates", [](Document& doc) { doc.predicates.push_back(doc.predicates[0]); }},
        Damage{"argument_nowhere", "arguments", [](Document& doc) { doc.arguments[0].predicate = PredicateId{7UL}; }},
        Damage{"attribution_source", "attributions",
               [](Document& doc) { doc.attributions[0].source = MentionId{7UL}; }},
        Damage{"attribution_content", "attributions", [](Document& doc) { doc.attributions[0].content = {0, 500}; }},
        Damage{"event_without_trigger", "events", [](Document& doc) { doc.events[0].trigger = {1, 1}; }},
        Damage{"participant_outside", "events",
               [](Document& doc) { doc.events[0].participants[0].head = TokenId{0UL}; }},
        Damage{"coding_of_nothing", "codings", [](Document& doc) { doc.codings[0].event = EventId{3UL}; }},
        Damage{"coding_without_type", "codings", [](Document& doc) { doc.codings[0].type.clear(); }},
        Damage{"coding_attribution", "codings",
               [](Document& doc) { doc.codings[0].attributions = {AttributionId{4UL}}; }}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace casus
