// SPDX-License-Identifier: Apache-2.0
#include "coding/fill_sides.h"

#include <algorithm>

#include "coding/sides.h"
#include "coding/types.h"

namespace casus::coding {
namespace {

/// People and bodies whose country nothing tells are of the place where the telling puts them (CONVENTIONS 10); forces
/// may come from elsewhere.
void place_nameless(const Tree& tree, Side& side, Coding& coding) {
  const Document& doc = tree.doc();
  if (!side.country.empty() || side.sector.empty() || side.sector == "REF" || side.sector == "MIL") return;
  if (side.entity.exists()) {
    const Entity& entity = doc.entities[side.entity.index()];
    if (entity.type == EntityType::kPerson && !entity.name.empty()) return;
  }
  take_nation(doc, side);
  if (!side.country.empty() || doc.nation_of(side.head) != nullptr) return;
  side.country = scene_country(doc, doc.sentence_of(side.head));
  if (!side.country.empty())
    coding.reasons.push_back(
        {"country", side.country + ": where the telling puts \"" + std::string(doc.words(side.tokens)) + "\""});
}

/// A participant that is itself an event noun ("A bombing killed …", "condemned the attack") stands for its doer.
std::vector<Participant> doers_behind(const Tree& tree, const Participant& participant, std::span<const Event> events) {
  const Document& doc = tree.doc();
  const auto event = std::ranges::find(events, participant.head, &Event::head);
  const bool is_noun = doc.upos(participant.head) == Upos::kNoun || doc.upos(participant.head) == Upos::kVerb;
  const MentionId mention = tree.mention_at(participant.head);
  const bool is_party = mention.exists() && (doc.mentions[mention.index()].type == EntityType::kPerson ||
                                             doc.mentions[mention.index()].type == EntityType::kOrganization);
  if (event == events.end() || !is_noun || is_party) return {participant};
  std::vector<Participant> out;
  for (const Participant& inner : event->participants)
    if ((inner.part == Part::kDoer || inner.preposition == "from" || inner.preposition == "by") &&
        inner.head != participant.head)
      out.push_back(inner);
  return out;
}

void add_side(const Tree& tree, const Participant& participant, Coding& coding, Where where) {
  const Document& doc = tree.doc();
  auto& sides = where == Where::kActor ? coding.actors : coding.recipients;
  for (Side& side : sides_of(tree, participant, coding.type, where)) {
    place_nameless(tree, side, coding);
    const bool known = std::ranges::any_of(sides, [&](const Side& other) {
      return other.entity.exists() && other.entity == side.entity && other.country == side.country;
    });
    if (known) continue;
    std::string why = std::string(participant.by.by) + " \"" + std::string(doc.words(side.tokens)) + "\"";
    if (side.entity.exists() && !side.country.empty())
      why += ": " + side.country + (side.sector.empty() ? "" : " " + side.sector) + " by " +
             doc.entities[side.entity.index()].by.by;
    coding.reasons.push_back({where == Where::kActor ? "actor" : "recipient", std::move(why)});
    sides.push_back(std::move(side));
  }
}

/// The other side of a spoken act that names it only in what is said, and of a gift or a ban whose object is a thing.
void add_content_side(const Tree& tree, const Event& event, const codebook::Predicate& predicate, Coding& coding) {
  if (predicate.mutual || !in(kSideInContent, coding.type)) return;
  const bool has_country =
      std::ranges::any_of(coding.recipients, [](const Side& side) { return !side.country.empty(); });
  if (has_country) return;
  for (Side& side : sides_in_content(tree, event.head, coding.type, coding.actors)) {
    coding.reasons.push_back(
        {"recipient", "party in the content \"" + std::string(tree.doc().words(side.tokens)) + "\": " + side.country});
    coding.recipients.push_back(std::move(side));
  }
}

/// Of "US military strikes" the US is the doer: beside a side with a country a nameless body adds nothing.
void drop_bare_modifiers(Coding& coding) {
  const bool has_country = std::ranges::any_of(coding.actors, [](const Side& side) { return !side.country.empty(); });
  if (!has_country) return;
  std::erase_if(coding.actors,
                [](const Side& side) { return side.country.empty() && side.name.empty() && side.tokens.size() == 1; });
}

/// "rejected a US request": whose proposal, plea or deed it is that a spoken act answers.
void add_side_behind_object(const Tree& tree, const Event& event, std::span<const Event> events, Coding& coding) {
  if (!in(kVerbal, coding.type) || !coding.recipients.empty()) return;
  for (const Participant& object : event.participants) {
    if (object.part != Part::kUndergoer && object.preposition != "to" && object.preposition != "with") continue;
    std::vector<Participant> behind = doers_behind(tree, object, events);
    if (behind.empty()) behind.push_back(object);
    for (const Participant& participant : behind)
      for (const Side& side : sides_of(tree, participant, coding.type, Where::kRecipient)) {
        if (side.country.empty()) continue;
        const bool own = std::ranges::any_of(coding.actors, [&](const Side& actor) { return same_party(actor, side); });
        if (own || !coding.recipients.empty()) continue;
        coding.reasons.push_back(
            {"recipient", "whose it is: \"" + std::string(tree.doc().words(side.tokens)) + "\": " + side.country});
        coding.recipients.push_back(side);
      }
  }
}

/// A protest has protesters, named or not: people of the place where it is held.
void add_protesters(const Tree& tree, const Event& event, Coding& coding) {
  if (coding.type != "PROTEST" || !coding.actors.empty()) return;
  const Document& doc = tree.doc();
  Side side;
  side.head = event.head;
  side.tokens = event.trigger;
  side.country = scene_country(doc, doc.sentence_of(event.head));
  side.sector = "CVL";
  coding.reasons.push_back({"actor", "a protest's unnamed people, of the place it is told of: " + side.country});
  coding.actors.push_back(std::move(side));
}

}  // namespace

void fill_sides(const Tree& tree, const Event& event, std::span<const Event> events, const Match& match,
                const codebook::Predicate& predicate, Coding& coding) {
  for (const Participant* p : match.actors)
    for (const Participant& doer : doers_behind(tree, *p, events)) add_side(tree, doer, coding, Where::kActor);
  for (const Participant* p : match.recipients)
    for (const Participant& doer : in(kVerbal, coding.type) ? doers_behind(tree, *p, events) : std::vector{*p})
      add_side(tree, doer, coding, Where::kRecipient);
  drop_bare_modifiers(coding);
  // "expressed solidarity": what stands behind the object may be the doer himself.
  std::erase_if(coding.recipients, [&](const Side& side) {
    return std::ranges::any_of(coding.actors, [&](const Side& actor) {
      return actor.head == side.head || (actor.entity.exists() && actor.entity == side.entity);
    });
  });
  add_content_side(tree, event, predicate, coding);
  add_side_behind_object(tree, event, events, coding);
  add_protesters(tree, event, coding);
}

}  // namespace casus::coding
