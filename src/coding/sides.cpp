// SPDX-License-Identifier: Apache-2.0
#include "coding/sides.h"

#include <algorithm>
#include <array>

namespace casus::coding {
namespace {
constexpr std::array<std::string_view, 3> kForceTypes{"ASSAULT", "MOBILIZE", "RETREAT"};

bool uses_force(std::string_view type) { return std::ranges::find(kForceTypes, type) != kForceTypes.end(); }

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
  const bool bare_state = side.sector.empty() && side.country.size() == 3 &&
                          (entity.type == EntityType::kPlace || entity.type == EntityType::kNationality ||
                           entity.type == EntityType::kOrganization);
  if (bare_state) sectors_of_state(side, type, where);
  return side;
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
