// SPDX-License-Identifier: Apache-2.0
#include "coref/words.h"

#include "lang/strict_toml.h"

namespace casus::coref {
namespace {
struct Key {
  std::string_view name;
  WordSet* words;
};

Result<void> read_table(const lang::TomlFile& file, std::string_view name, std::initializer_list<Key> keys) {
  const toml::table* table = file.root[name].as_table();
  if (table == nullptr) return fail(ErrorCode::kBadData, file.shown + ": no table [" + std::string(name) + "]");
  for (auto&& [key, node] : *table) {
    bool is_known = false;
    for (const Key& one : keys) is_known = is_known || one.name == key.str();
    if (!is_known) return file.error_at(node, "unknown key '" + std::string(key.str()) + "'");
  }
  for (const Key& key : keys) {
    ASSIGN_OR_RETURN(const std::vector<std::string> words, file.strings(*table, key.name));
    key.words->insert(words.begin(), words.end());
  }
  return {};
}
}  // namespace

Result<Words> Words::load(const std::filesystem::path& data) {
  ASSIGN_OR_RETURN(const lang::TomlFile file,
                   lang::load_toml((data / "lang" / "en" / "coref.toml").string(), "lang/en/coref.toml"));
  RETURN_IF_ERROR(file.only_keys(file.root, {"pronouns", "articles", "nouns", "places", "names"}));
  Words out;
  RETURN_IF_ERROR(read_table(file, "pronouns",
                             {{"male", &out.male_pronouns},
                              {"female", &out.female_pronouns},
                              {"neuter", &out.neuter_pronouns},
                              {"plural", &out.plural_pronouns}}));
  RETURN_IF_ERROR(read_table(file, "articles", {{"definite", &out.definite}, {"indefinite", &out.indefinite}}));
  RETURN_IF_ERROR(read_table(file, "nouns",
                             {{"state", &out.state_nouns},
                              {"group", &out.group_nouns},
                              {"company", &out.company_nouns},
                              {"bloc", &out.bloc_nouns},
                              {"party", &out.party_nouns},
                              {"leader_office", &out.leader_offices},
                              {"leader", &out.leader_words},
                              {"traveller", &out.travellers}}));
  RETURN_IF_ERROR(read_table(file, "places", {{"inside", &out.inside}, {"toward", &out.toward}}));
  RETURN_IF_ERROR(read_table(file, "names",
                             {{"male_title", &out.male_titles},
                              {"female_title", &out.female_titles},
                              {"male", &out.male_names},
                              {"female", &out.female_names}}));
  return out;
}

}  // namespace casus::coref
