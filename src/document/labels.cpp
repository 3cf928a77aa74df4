// SPDX-License-Identifier: Apache-2.0
#include "document/labels.h"

#include <algorithm>

namespace casus {
namespace {
constexpr std::array<std::string_view, 17> kUposNames{"ADJ",   "ADP",   "ADV", "AUX",  "CCONJ", "DET",
                                                      "INTJ",  "NOUN",  "NUM", "PART", "PRON",  "PROPN",
                                                      "PUNCT", "SCONJ", "SYM", "VERB", "X"};
constexpr std::array<std::string_view, 15> kEntityNames{"person",   "organization", "place",  "nationality", "time",
                                                        "quantity", "event",        "object", "weapon",      "vehicle",
                                                        "abstract", "animal",       "plant",  "substance",   "misc"};
template <typename Enum, std::size_t N>
std::optional<Enum> parse(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}
}  // namespace

std::string_view to_string(Upos upos) {
  return kUposNames[static_cast<std::size_t>(upos)];
}
std::optional<Upos> parse_upos(std::string_view name) {
  return parse<Upos>(kUposNames, name);
}
std::string_view to_string(EntityType type) {
  return kEntityNames[static_cast<std::size_t>(type)];
}
std::optional<EntityType> parse_entity_type(std::string_view name) {
  return parse<EntityType>(kEntityNames, name);
}

std::string_view name_class(EntityType type) {
  switch (type) {
    case EntityType::kPerson:
      return "PER";
    case EntityType::kOrganization:
      return "ORG";
    case EntityType::kPlace:
      return "LOC";
    default:
      return "MISC";
  }
}

}  // namespace casus
