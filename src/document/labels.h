// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace casus {

/// The 17 universal part-of-speech tags (Nivre et al. 2020), in alphabetical order.
enum class Upos : std::uint8_t {
  kAdj,
  kAdp,
  kAdv,
  kAux,
  kCconj,
  kDet,
  kIntj,
  kNoun,
  kNum,
  kPart,
  kPron,
  kPropn,
  kPunct,
  kSconj,
  kSym,
  kVerb,
  kX
};
std::string_view to_string(Upos upos);
std::optional<Upos> parse_upos(std::string_view name);

/// Types of mentions; one inventory for every corpus (maps in docs/entity-types.md).
/// kMisc is a proper name that is no person, organization or place (a treaty, a festival, an adjective of a nation).
enum class EntityType : std::uint8_t {
  kPerson,
  kOrganization,
  kPlace,
  kNationality,
  kTime,
  kQuantity,
  kEvent,
  kObject,
  kWeapon,
  kVehicle,
  kAbstract,
  kAnimal,
  kPlant,
  kSubstance,
  kMisc
};
std::string_view to_string(EntityType type);
std::optional<EntityType> parse_entity_type(std::string_view name);
/// The class of a proper name of this type in corpora of names: PER, ORG, LOC, or MISC for all others.
std::string_view name_class(EntityType type);

}  // namespace casus
