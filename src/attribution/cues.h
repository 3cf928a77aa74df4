// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "document/document.h"

namespace casus::attribution {

enum class CuePart : std::uint8_t { kVerb, kNoun, kAdverb, kAdjective };
enum class CueSource : std::uint8_t { kSubject, kObject, kNone };

/// How one lemma reports: what all the styles that list it allow.
struct Cue {
  CueSource source = CueSource::kSubject;
  bool takes_clause = false;
  bool takes_infinitive = false;
  bool takes_object = false;
  bool takes_phrase = false;              ///< the noun phrase that an adjective stands in
  std::vector<std::string> prepositions;  ///< whose phrase is the content
  bool is_speech = false;                 ///< may stand beside direct speech
  bool takes_quotes = false;              ///< words in quotation marks in its phrase are its source's
  const char* by = "attribution";
};

/// A worked example of a style, which tests run.
struct CueExample {
  std::string name;
  std::string sentence;
  std::vector<std::string> expect;
};

/// data/lang/en/cues.toml.
class Cues {
 public:
  /// Errors: not_found, or bad_data naming file and line.
  static Result<Cues> load(const std::filesystem::path& data);

  /// The cue that `lemma` (with its particle: "point out") is as this part of speech; null if none.
  const Cue* find(CuePart part, std::string_view lemma) const;
  /// Sequences of lower-case words that bring a source: {"according", "to"}.
  const std::vector<std::vector<std::string>>& phrases() const { return phrases_; }
  bool names(std::string_view word) const { return naming_.contains(std::string(word)); }
  /// True for a verb that gives a name ("dub").
  bool is_naming(std::string_view lemma) const { return naming_verbs_.contains(std::string(lemma)); }
  bool is_addressed(std::string_view lemma) const { return addressed_.contains(std::string(lemma)); }
  /// True if the verb reports also in the passive, where nobody need be named.
  bool is_passive(std::string_view lemma) const { return passive_.contains(std::string(lemma)); }
  /// True if the verb's subject speaks by the statement that is its object.
  bool is_issuing(std::string_view lemma) const { return issuing_.contains(std::string(lemma)); }
  /// Lower-case beginnings of lines that end a statement quoted without marks.
  const std::vector<std::string>& closing_lines() const { return closing_; }
  const std::vector<CueExample>& examples() const { return examples_; }

 private:
  std::unordered_map<std::string, Cue> by_part_[4];
  std::vector<std::vector<std::string>> phrases_;
  std::unordered_set<std::string> naming_;
  std::unordered_set<std::string> naming_verbs_;
  std::unordered_set<std::string> addressed_;
  std::unordered_set<std::string> passive_;
  std::unordered_set<std::string> issuing_;
  std::vector<std::string> closing_;
  std::vector<CueExample> examples_;
};

}  // namespace casus::attribution
