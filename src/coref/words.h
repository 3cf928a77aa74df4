// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/result.h"

namespace casus::coref {

enum class Gender : std::uint8_t { kUnknown, kMale, kFemale };

using WordSet = std::unordered_set<std::string>;
inline bool has(const WordSet& set, std::string_view word) {
  return set.contains(std::string(word));
}

/// data/lang/en/coref.toml.
struct Words {
  WordSet male_pronouns, female_pronouns, neuter_pronouns, plural_pronouns;
  WordSet definite, indefinite;
  WordSet state_nouns, group_nouns, company_nouns, bloc_nouns, party_nouns;
  WordSet leader_offices, leader_words, travellers;
  WordSet inside, toward;
  WordSet male_titles, female_titles, male_names, female_names;

  /// Errors: not_found; bad_data naming file and line.
  static Result<Words> load(const std::filesystem::path& data);
};

}  // namespace casus::coref
