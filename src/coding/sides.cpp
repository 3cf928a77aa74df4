// SPDX-License-Identifier: Apache-2.0
#include "coding/sides.h"

#include <algorithm>
#include <array>
#include <map>

namespace casus::coding {
namespace {
constexpr std::array<std::string_view, 3> kForceTypes{"ASSAULT", "MOBILIZE", "RETREAT"};

/// Codes that stand where a country's does and are none.
constexpr std::array<std::string_view, 7> kNoStates{"IGO", "UNO", "NGO", "ISM", "IMG", "MNC", "NGM"};

bool is_in(const auto& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

bool uses_force(std::string_view type) {
  return std::ranges::find(kForceTypes, type) != kForceTypes.end();
}

/// The sectors of a state that the text calls by its bare name.
void sectors_of_state(Side& side, std::string_view type, Where where) {
  if (where == Where::kActor && uses_force(type)) {
    side.sector = "MIL";
    side.other_sectors = {"GOV"};
  } else if (where == Where::kActor) {
    side.sector = "GOV";
    side.other_sectors = type == "COERCE" ? std::vector<std::string>{"MIL"} : std::vector<std::string>{};
  } else {
    side.sector = "GOV";
    side.other_sectors = type == "ASSAULT" ? std::vector<std::string>{"MIL"} : std::vector<std::string>{};
  }
}
}  // namespace

const Entity* entity_at(const Tree& tree, TokenId token) {
  const MentionId mention = tree.mention_at(token);
  const Document& doc = tree.doc();
  if (!mention.exists() || mention.index() >= doc.entity_of.size() || !doc.entity_of[mention.index()].exists())
    return nullptr;
  return &doc.entities[doc.entity_of[mention.index()].index()];
}

TokenId head_of_name(const Document& doc, TokenId token) {
  constexpr int kSteps = 8;
  for (int step = 0; step < kSteps && doc.relation(token) == "flat" && doc.head(token).exists(); ++step)
    token = doc.head(token);
  return token;
}

void take_nation(const Document& doc, Side& side) {
  const Nation* nation = doc.nation_of(side.head);
  if (nation == nullptr || nation->country.empty()) return;
  const bool by_place = side.entity.exists() && std::string_view(doc.entities[side.entity.index()].by.by) == "place";
  const bool is_taken =
      side.country.empty() ? nation->score >= kLeastNation : by_place && nation->score >= kSurerThanPlace;
  if (is_taken) side.country = nation->country;
}

Side side_of(const Tree& tree, const Participant& participant, std::string_view type, Where where) {
  const Document& doc = tree.doc();
  Side side;
  side.head = participant.head;
  side.tokens = participant.tokens;
  const MentionId mention = tree.mention_at(participant.head);
  if (!mention.exists() || mention.index() >= doc.entity_of.size()) return side;
  side.entity = doc.entity_of[mention.index()];
  if (!side.entity.exists()) return side;
  const Entity& entity = doc.entities[side.entity.index()];
  side.name = entity.name;
  side.country = entity.country;
  side.sector = entity.sector;
  side.other_sectors = entity.other_sectors;
  side.wikidata_id = entity.wikidata_id;
  side.role = entity.role;
  const bool is_state = side.country.size() == 3 && !is_in(kNoStates, side.country);
  const bool bare_state = side.sector.empty() && is_state &&
                          (entity.type == EntityType::kPlace || entity.type == EntityType::kNationality ||
                           entity.type == EntityType::kOrganization);
  if (bare_state) sectors_of_state(side, type, where);
  return side;
}

namespace {

constexpr std::array<std::string_view, 7> kOwned{"nmod:poss", "nmod", "amod", "compound", "nmod:desc", "appos", "acl"};
constexpr std::array<std::string_view, 9> kPlaceOnly{"in",      "at",     "near",  "around", "inside",
                                                     "outside", "within", "since", "during"};
constexpr std::array<std::string_view, 5> kTakesThings{"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "RETREAT"};

bool is_somebody(const Entity& entity) {
  return entity.type == EntityType::kPerson || entity.type == EntityType::kOrganization ||
         entity.type == EntityType::kNationality;
}

/// Times, amounts, events and ideas take no side.
bool can_be_party(const Tree& tree, TokenId head) {
  const MentionId mention = tree.mention_at(head);
  if (!mention.exists()) return tree.doc().upos(head) == Upos::kPropn;
  switch (tree.doc().mentions[mention.index()].type) {
    case EntityType::kTime:
    case EntityType::kQuantity:
      return false;
    case EntityType::kEvent:
    case EntityType::kAbstract:
    case EntityType::kSubstance:
      return tree.doc().mentions[mention.index()].is_name;
    default:
      return true;
  }
}

/// Dependents of `head` that own or name it, with a country, nearest first. Plain places ("in Tokyo") own nothing.
std::vector<TokenId> owners_of(const Tree& tree, TokenId head, int depth = 0) {
  std::vector<TokenId> out;
  if (depth > 3) return out;
  for (const TokenId child : tree.dependents(head)) {
    const bool owned = std::ranges::any_of(kOwned, [&](std::string_view relation) { return tree.is(child, relation); });
    const bool list = tree.is(child, "conj") && depth > 0;
    if (!owned && !list) continue;
    if (tree.is(child, "nmod") && is_in(kPlaceOnly, tree.preposition(child))) continue;
    if (const Entity* entity = entity_at(tree, child); entity != nullptr && !entity->country.empty()) {
      out.push_back(child);
      for (const TokenId other : tree.conjuncts(child))
        if (other != child)
          if (const Entity* more = entity_at(tree, other); more != nullptr && !more->country.empty())
            out.push_back(other);
    } else {
      const auto deeper = owners_of(tree, child, depth + 1);
      out.insert(out.end(), deeper.begin(), deeper.end());
    }
  }
  return out;
}

constexpr std::array<std::string_view, 17> kCounting{"number", "dozen",    "hundred", "thousand", "million", "score",
                                                     "group",  "handful",  "couple",  "majority", "half",    "lot",
                                                     "total",  "minority", "pair",    "trio",     "rest"};

/// "scores of refugees", "a number of diplomats": those who are counted, under the words of the whole.
Participant counted(const Tree& tree, Participant participant) {
  if (!is_in(kCounting, tree.doc().lemma(participant.head))) return participant;
  for (const TokenId child : tree.dependents(participant.head))
    if (tree.is(child, "nmod") && tree.preposition(child) == "of") participant.head = child;
  return participant;
}

Participant participant_at(const Tree& tree, TokenId head, const Participant& like) {
  return {head, tree.phrase(head), like.part, like.preposition, like.by};
}

}  // namespace

std::vector<Side> sides_of(const Tree& tree, const Participant& told, std::string_view type, Where where) {
  const Participant participant = counted(tree, told);
  Side self = side_of(tree, participant, type, where);
  const Entity* entity = entity_at(tree, participant.head);
  const std::vector<TokenId> owners = owners_of(tree, participant.head);
  if (!self.country.empty()) {
    // "the leaders of Japan and South Korea", "US and British troops": one side for each nation, the entity's own
    // first.
    std::vector<Side> out{self};
    const bool told =
        std::ranges::any_of(owners, [&](TokenId owner) { return entity_at(tree, owner)->country == self.country; });
    if (!told || entity == nullptr || !is_somebody(*entity) || entity->type == EntityType::kNationality) return out;
    for (const TokenId owner : owners) {
      const std::string& country = entity_at(tree, owner)->country;
      // "US envoy to Iran" is one side, "US and Iranian envoys" are two.
      const bool known = std::ranges::any_of(out, [&](const Side& other) { return other.country == country; });
      if (known || !tree.is(owner, "conj")) continue;
      Side side = self;
      side.country = country;
      side.name.clear();
      side.wikidata_id.clear();
      out.push_back(std::move(side));
    }
    return out;
  }
  if (owners.empty()) return can_be_party(tree, participant.head) ? std::vector<Side>{self} : std::vector<Side>{};
  const bool people = (entity != nullptr && is_somebody(*entity)) || !self.sector.empty();
  if (people || (where == Where::kRecipient && is_in(kTakesThings, type))) {
    std::vector<Side> out;
    for (const TokenId owner : owners) {
      const std::string& country = entity_at(tree, owner)->country;
      if (std::ranges::any_of(out, [&](const Side& other) { return other.country == country; })) continue;
      Side side = self;
      side.country = country;
      if (people && side.sector.empty()) {  // "radical groups such as Hamas"
        side.sector = entity_at(tree, owner)->sector;
        side.other_sectors = entity_at(tree, owner)->other_sectors;
      }
      out.push_back(std::move(side));
      if (!people) break;  // a thing has one owner
    }
    return out;
  }
  return {side_of(tree, participant_at(tree, owners.front(), participant), type, where)};
}

std::vector<Side> sides_in_content(const Tree& tree, TokenId trigger, std::string_view type,
                                   const std::vector<Side>& known) {
  const Document& doc = tree.doc();
  const auto is_new = [&](TokenId token) {
    const Entity* entity = entity_at(tree, token);
    if (entity == nullptr || entity->country.empty() || !can_be_party(tree, token)) return false;
    return std::ranges::none_of(known, [&](const Side& side) {
      return (side.entity.exists() && &doc.entities[side.entity.index()] == entity) || side.tokens.contains(token) ||
             (side.country == entity->country && (side.sector == entity->sector || entity->sector.empty()));
    });
  };
  std::vector<TokenId> open;
  for (const TokenId child : tree.dependents(trigger)) {
    const bool content = tree.is(child, "ccomp") || tree.is(child, "xcomp") || tree.is(child, "obj") ||
                         tree.is(child, "obl") || tree.is(child, "nmod") || tree.is(child, "acl") ||
                         tree.is(child, "advcl");
    if (content && !tree.is(child, "acl:relcl") && !is_in(kPlaceOnly, tree.preposition(child))) open.push_back(child);
  }
  const auto side_at = [&](TokenId token) {
    std::vector<Side> out;
    for (const TokenId each : tree.conjuncts(token))
      if (is_new(each)) {
        Participant participant{each, tree.phrase(each), Part::kAddressee, "", {"party in the content", 1.0F}};
        out.push_back(side_of(tree, participant, type, Where::kRecipient));
      }
    return out;
  };
  for (const TokenId clause : open)
    for (const std::string_view relation : {"nsubj", "nsubj:pass"})
      if (const TokenId subject = tree.dependent(clause, relation); subject.exists() && is_new(subject))
        return side_at(subject);
  for (std::size_t i = 0; i < open.size() && i < 64; ++i) {
    if (is_new(open[i])) return side_at(open[i]);
    for (const TokenId child : tree.dependents(open[i])) {
      const bool aside = tree.is(child, "advcl") || tree.is(child, "parataxis") || tree.is(child, "acl:relcl") ||
                         is_in(kPlaceOnly, tree.preposition(child));
      if (!aside) open.push_back(child);
    }
  }
  return {};
}

std::vector<MentionId> party_mentions(const Document& doc) {
  std::vector<MentionId> out(doc.tokens.size());
  const auto worth = [&](MentionId id) {
    const bool coded = id.index() < doc.entity_of.size() && doc.entity_of[id.index()].exists() &&
                       !doc.entities[doc.entity_of[id.index()].index()].country.empty();
    return std::pair(coded, doc.mentions[id.index()].tokens.size());
  };
  for (std::size_t i = 0; i < doc.mentions.size(); ++i) {
    MentionId& best = out[doc.mentions[i].head.index()];
    if (!best.exists() || worth(MentionId{i}) > worth(best)) best = MentionId{i};
  }
  for (std::size_t i = 0; i < doc.mentions.size(); ++i) {  // "Guinea" of "Papua New Guinea" stands for the whole name
    if (doc.mentions[i].type != EntityType::kPlace && doc.mentions[i].type != EntityType::kPerson) continue;
    for (std::uint32_t token = doc.mentions[i].name.begin; token < doc.mentions[i].name.end; ++token)
      if (!out[token].exists()) out[token] = MentionId{i};
  }
  if (!doc.has(Layer::kSyntax)) return out;
  for (std::size_t i = 0; i < doc.tokens.size(); ++i) {  // "Obasanjo" for "President Olusegun Obasanjo"
    const TokenId head = head_of_name(doc, TokenId{i});
    if (head.index() != i && out[head.index()].exists()) out[i] = out[head.index()];
  }
  return out;
}

std::string scene_country(const Document& doc, SentenceId sentence) {
  const auto country_in = [&](TokenRange range) -> std::string {
    for (const PlaceReference& place : doc.places)
      if (range.contains(place.tokens) && place.is_literal && !place.country.empty()) return place.country;
    return "";
  };
  for (std::size_t back = 0; back < 3 && back <= sentence.index(); ++back)
    if (auto country = country_in(doc.sentences[sentence.index() - back].tokens); !country.empty()) return country;
  std::map<std::string, int> counts;
  for (const PlaceReference& place : doc.places)
    if (!place.country.empty()) ++counts[place.country];
  const auto most = std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; });
  return most == counts.end() ? "" : most->first;
}

bool is_political(const Document& doc, const Side& side) {
  if (!side.country.empty() || !side.sector.empty()) return true;
  if (!side.entity.exists()) return false;
  const EntityType type = doc.entities[side.entity.index()].type;
  return type == EntityType::kPerson || type == EntityType::kOrganization;
}

bool same_party(const Side& a, const Side& b) {
  if (a.entity.exists() && a.entity == b.entity) return true;
  return !a.country.empty() && a.country == b.country && a.sector == b.sector;
}

}  // namespace casus::coding
