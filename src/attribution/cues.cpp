// SPDX-License-Identifier: Apache-2.0
#include "attribution/cues.h"

#include <algorithm>

#include "lang/strict_toml.h"

namespace casus::attribution {
namespace {

template <typename Enum, std::size_t N>
Result<Enum> parse(const lang::TomlFile& file, const toml::table& table, std::string_view key,
                   const std::pair<std::string_view, Enum> (&names)[N]) {
  ASSIGN_OR_RETURN(const std::string value, file.string(table, key));
  for (const auto& [name, parsed] : names)
    if (value == name) return parsed;
  return file.error_at(table, "'" + std::string(key) + "' has the unknown value '" + value + "'");
}

bool flag(const toml::table& table, std::string_view key) {
  return table[key].value_or(false);
}

std::vector<std::string> split(std::string_view words) {
  std::vector<std::string> out;
  while (!words.empty()) {
    const std::size_t space = words.find(' ');
    if (space != 0) out.emplace_back(words.substr(0, space));
    words = space == std::string_view::npos ? std::string_view() : words.substr(space + 1);
  }
  return out;
}

void merge(Cue& into, const Cue& style) {
  into.source = style.source;
  into.takes_clause |= style.takes_clause;
  into.takes_infinitive |= style.takes_infinitive;
  into.takes_object |= style.takes_object;
  into.takes_phrase |= style.takes_phrase;
  into.is_speech |= style.is_speech;
  into.takes_quotes |= style.takes_quotes;
  for (const std::string& preposition : style.prepositions) into.prepositions.push_back(preposition);
}

Result<Cue> read_style(const lang::TomlFile& file, const toml::table& table) {
  Cue cue;
  ASSIGN_OR_RETURN(
      cue.source, (parse<CueSource, 3>(
                      file, table, "source",
                      {{"subject", CueSource::kSubject}, {"object", CueSource::kObject}, {"none", CueSource::kNone}})));
  ASSIGN_OR_RETURN(const std::vector<std::string> contents, file.strings(table, "content"));
  for (const std::string& content : contents) {
    if (content == "clause")
      cue.takes_clause = true;
    else if (content == "infinitive")
      cue.takes_infinitive = true;
    else if (content == "object")
      cue.takes_object = true;
    else if (content == "phrase")
      cue.takes_phrase = true;
    else
      cue.prepositions.push_back(content);
  }
  cue.is_speech = flag(table, "speech");
  cue.takes_quotes = flag(table, "quotes");
  return cue;
}

}  // namespace

Result<Cues> Cues::load(const std::filesystem::path& data) {
  ASSIGN_OR_RETURN(const lang::TomlFile file,
                   lang::load_toml((data / "lang/en/cues.toml").string(), "lang/en/cues.toml"));
  RETURN_IF_ERROR(
      file.only_keys(file.root, {"style", "phrase", "naming", "addressed", "passive", "issuing", "closing"}));
  Cues cues;
  const auto note_example = [&](const toml::table& table, std::string name) -> Result<void> {
    ASSIGN_OR_RETURN(std::string sentence, file.string(table, "example"));
    ASSIGN_OR_RETURN(std::vector<std::string> expect, file.strings(table, "expect"));
    if (!sentence.empty()) cues.examples_.push_back({std::move(name), std::move(sentence), std::move(expect)});
    return {};
  };
  if (const toml::array* styles = file.root["style"].as_array()) {
    for (const toml::node& node : *styles) {
      const toml::table* table = node.as_table();
      if (table == nullptr) return file.error_at(node, "a style must be a table");
      RETURN_IF_ERROR(file.only_keys(
          *table, {"name", "example", "expect", "part", "source", "content", "speech", "quotes", "lemmas"}));
      ASSIGN_OR_RETURN(const CuePart part, (parse<CuePart, 4>(file, *table, "part",
                                                              {{"verb", CuePart::kVerb},
                                                               {"noun", CuePart::kNoun},
                                                               {"adverb", CuePart::kAdverb},
                                                               {"adjective", CuePart::kAdjective}})));
      ASSIGN_OR_RETURN(const Cue style, read_style(file, *table));
      ASSIGN_OR_RETURN(const std::vector<std::string> lemmas, file.strings(*table, "lemmas"));
      for (const std::string& lemma : lemmas) merge(cues.by_part_[static_cast<std::size_t>(part)][lemma], style);
      ASSIGN_OR_RETURN(std::string name, file.string(*table, "name"));
      RETURN_IF_ERROR(note_example(*table, std::move(name)));
    }
  }
  if (const toml::array* phrases = file.root["phrase"].as_array()) {
    for (const toml::node& node : *phrases) {
      const toml::table* table = node.as_table();
      if (table == nullptr) return file.error_at(node, "a phrase must be a table");
      RETURN_IF_ERROR(file.only_keys(*table, {"example", "expect", "words"}));
      ASSIGN_OR_RETURN(const std::string words, file.string(*table, "words"));
      if (words.empty()) return file.error_at(node, "a phrase needs its 'words'");
      cues.phrases_.push_back(split(words));
      RETURN_IF_ERROR(note_example(*table, words));
    }
  }
  const auto fill = [&](std::string_view section, std::string_view key,
                        std::unordered_set<std::string>& out) -> Result<void> {
    const toml::table* table = file.root[section].as_table();
    if (table == nullptr) return {};
    RETURN_IF_ERROR(file.only_keys(*table, {"before", "verbs"}));
    ASSIGN_OR_RETURN(const std::vector<std::string> words, file.strings(*table, key));
    out.insert(words.begin(), words.end());
    return {};
  };
  RETURN_IF_ERROR(fill("naming", "before", cues.naming_));
  RETURN_IF_ERROR(fill("naming", "verbs", cues.naming_verbs_));
  RETURN_IF_ERROR(fill("addressed", "verbs", cues.addressed_));
  RETURN_IF_ERROR(fill("passive", "verbs", cues.passive_));
  RETURN_IF_ERROR(fill("issuing", "verbs", cues.issuing_));
  if (const toml::table* closing = file.root["closing"].as_table()) {
    RETURN_IF_ERROR(file.only_keys(*closing, {"lines"}));
    ASSIGN_OR_RETURN(cues.closing_, file.strings(*closing, "lines"));
  }
  return cues;
}

const Cue* Cues::find(CuePart part, std::string_view lemma) const {
  const auto& cues = by_part_[static_cast<std::size_t>(part)];
  const auto found = cues.find(std::string(lemma));
  return found == cues.end() ? nullptr : &found->second;
}

}  // namespace casus::attribution
