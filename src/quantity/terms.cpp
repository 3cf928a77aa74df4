// SPDX-License-Identifier: Apache-2.0
#include "quantity/terms.h"

#include <algorithm>

#include "lang/strict_toml.h"

namespace casus::quantity {
namespace {

Result<void> read_bounds(const lang::TomlFile& file, Terms& out) {
  const toml::array* list = file.root["bound"].as_array();
  if (list == nullptr) return {};
  for (const toml::node& node : *list) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return file.error_at(node, "a bound must be a table");
    RETURN_IF_ERROR(file.only_keys(*table, {"words", "side", "strict", "approximate"}));
    Bound bound;
    ASSIGN_OR_RETURN(bound.words, file.strings(*table, "words"));
    if (bound.words.empty()) return file.error_at(node, "a bound needs its 'words'");
    ASSIGN_OR_RETURN(const std::string side, file.string(*table, "side"));
    if (!side.empty() && side != "min" && side != "max") return file.error_at(node, "'side' must be min or max");
    bound.is_min = side == "min";
    bound.is_max = side == "max";
    bound.is_strict = (*table)["strict"].value_or(false);
    bound.is_approximate = (*table)["approximate"].value_or(false);
    out.bounds.push_back(std::move(bound));
  }
  std::ranges::stable_sort(out.bounds, [](const Bound& a, const Bound& b) { return a.words.size() > b.words.size(); });
  return {};
}

Result<void> read_whats(const lang::TomlFile& file, Terms& out) {
  const toml::array* list = file.root["what"].as_array();
  if (list == nullptr) return {};
  for (const toml::node& node : *list) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return file.error_at(node, "a what must be a table");
    RETURN_IF_ERROR(file.only_keys(*table, {"name", "verbs", "intransitive", "nouns", "adjectives"}));
    ASSIGN_OR_RETURN(const std::string name, file.string(*table, "name"));
    const auto fill = [&](std::string_view key, std::unordered_map<std::string, std::string>& target) -> Result<void> {
      ASSIGN_OR_RETURN(const std::vector<std::string> words, file.strings(*table, key));
      for (const std::string& word : words) target[word] = name;
      return {};
    };
    RETURN_IF_ERROR(fill("verbs", out.what_by_verb));
    RETURN_IF_ERROR(fill("intransitive", out.what_by_intransitive));
    RETURN_IF_ERROR(fill("nouns", out.what_by_noun));
    RETURN_IF_ERROR(fill("adjectives", out.what_by_adjective));
  }
  return {};
}

Result<void> read_units(const lang::TomlFile& file, Terms& out) {
  if (const toml::array* list = file.root["money"].as_array()) {
    for (const toml::node& node : *list) {
      const toml::table* table = node.as_table();
      if (table == nullptr) return file.error_at(node, "a currency must be a table");
      RETURN_IF_ERROR(file.only_keys(*table, {"unit", "marks", "words"}));
      ASSIGN_OR_RETURN(const std::string unit, file.string(*table, "unit"));
      ASSIGN_OR_RETURN(const std::vector<std::string> marks, file.strings(*table, "marks"));
      ASSIGN_OR_RETURN(const std::vector<std::string> words, file.strings(*table, "words"));
      for (const std::string& mark : marks) out.money_marks[mark] = unit;
      for (const std::string& word : words) out.money_words[word] = unit;
    }
  }
  if (const toml::table* table = file.root["measures"].as_table()) {
    for (const auto& [lemma, value] : *table) {
      ASSIGN_OR_RETURN(const std::vector<std::string> pair, file.strings(*table, lemma.str()));
      if (pair.size() != 2) return file.error_at(value, "a measure needs its unit and what it measures");
      out.measures[std::string(lemma.str())] = {pair[0], pair[1]};
    }
  }
  return {};
}

}  // namespace

Result<Terms> Terms::load(const std::filesystem::path& data) {
  ASSIGN_OR_RETURN(const lang::TomlFile file,
                   lang::load_toml((data / "lang/en/quantity.toml").string(), "lang/en/quantity.toml"));
  RETURN_IF_ERROR(file.only_keys(file.root, {"bound", "what", "people", "money", "measures"}));
  Terms out;
  RETURN_IF_ERROR(read_bounds(file, out));
  RETURN_IF_ERROR(read_whats(file, out));
  RETURN_IF_ERROR(read_units(file, out));
  if (const toml::table* table = file.root["people"].as_table()) {
    RETURN_IF_ERROR(file.only_keys(*table, {"nouns"}));
    ASSIGN_OR_RETURN(const std::vector<std::string> nouns, file.strings(*table, "nouns"));
    out.people.insert(nouns.begin(), nouns.end());
  }
  return out;
}

}  // namespace casus::quantity
