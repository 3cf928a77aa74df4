// SPDX-License-Identifier: Apache-2.0
// lang: what is particular to one language, read from data/lang/<code>/. Here the file language.toml: its name,
// abbreviations and words that are written as one and are two. At present there is `en` alone, and no guess is made of
// the language of a text: every document is read as the language that was asked for. Each stage reads its own files
// beside it.
//   auto english = lang::Language::load("data", "en");
//   english->is_abbreviation("Gen.")   // true
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/result.h"

namespace casus::lang {

/// A word that is written as one and is two: "cannot", parted before byte 3.
struct Contraction {
  std::string word;
  std::uint32_t cut = 0;
};

class Language {
 public:
  /// Reads data/lang/<code>/language.toml.
  /// Errors: unsupported if there is no such language; bad_data naming file and line for what is malformed or unknown.
  static Result<Language> load(const std::filesystem::path& data, std::string_view code);

  const std::string& code() const { return code_; }
  const std::string& name() const { return name_; }
  /// True for an abbreviation that is written with its final dot ("Mr.", "U.S.", "Gen."); upper and lower case count.
  bool is_abbreviation(std::string_view word) const { return abbreviations_.contains(std::string(word)); }
  /// Abbreviations that a name or a number follows, so that hardly a sentence ends in them ("Mr.", "No.").
  bool is_title(std::string_view word) const { return titles_.contains(std::string(word)); }
  /// A word that leans on the one before: "'s", "n't"; lower case, straight apostrophe.
  bool is_clitic(std::string_view word) const { return clitics_.contains(std::string(word)); }
  /// Letters that belong to the number before them: "1990s", "2nd".
  bool is_number_ending(std::string_view letters) const { return number_endings_.contains(std::string(letters)); }
  /// Letters that stand behind an apostrophe of their own: "'em", "'til".
  bool is_elided(std::string_view letters) const { return elided_.contains(std::string(letters)); }
  /// What stands before the apostrophe of a name: "o" of "O'Brien".
  bool is_name_prefix(std::string_view letters) const { return name_prefixes_.contains(std::string(letters)); }
  /// Lower-case words that may be two; context decides.
  const std::vector<Contraction>& contractions() const { return contractions_; }

 private:
  std::string code_;
  std::string name_;
  std::unordered_set<std::string> abbreviations_;
  std::unordered_set<std::string> titles_;
  std::unordered_set<std::string> clitics_;
  std::unordered_set<std::string> number_endings_;
  std::unordered_set<std::string> elided_;
  std::unordered_set<std::string> name_prefixes_;
  std::vector<Contraction> contractions_;
};

}  // namespace casus::lang
